/**
 * Chosen minus rejected reward. NaN where one is missing, or the difference is beyond the range of numbers: such a pair
 * has no margin, though it may well be aligned.
 */
export const marginOf = (chosen: number, rejected: number): number => {
  const margin = chosen - rejected
  return Number.isFinite(margin) ? margin : Number.NaN
}
