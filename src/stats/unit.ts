/** Numbers of such sizes can be squared, and many squares added up, without leaving the range of numbers. */
const [SMALL, LARGE] = [2 ** -300, 2 ** 300]

/**
 * The unit in which numbers up to this size are best squared: 1 but where their squares would leave the range of
 * numbers; then a power of two near it.
 */
export const unitOf = (largest: number): number => {
  if (largest === 0 || (largest >= SMALL && largest <= LARGE)) return 1
  // Both it and its reciprocal are numbers.
  return 2 ** Math.min(1022, Math.max(-1022, Math.floor(Math.log2(largest))))
}
