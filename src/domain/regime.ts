/** What training did to a pair: the rows of Table 1, in its order. */
export const REGIMES = [
  'BECAME_ALIGNED',
  'STAYED_ALIGNED',
  'STAYED_MISALIGNED',
  'REVERSED_ALIGNMENT',
] as const
export type Regime = (typeof REGIMES)[number]

export const regimeOf = (alignedBefore: boolean, alignedAfter: boolean): Regime => {
  if (alignedBefore) return alignedAfter ? 'STAYED_ALIGNED' : 'REVERSED_ALIGNMENT'
  return alignedAfter ? 'BECAME_ALIGNED' : 'STAYED_MISALIGNED'
}
