/** 1 / (1 + exp(−x)), without overflow. R: `plogis(x)` */
export const sigmoid = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const odds = Math.exp(x)
  return odds / (1 + odds)
}
