/** Whether a number differs from what it would be without an effect, after correction. */
export const isSignificant = ({ adjustedPValue }: { adjustedPValue?: number | null }): boolean =>
  adjustedPValue != null && adjustedPValue < 0.05
