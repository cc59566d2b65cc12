/** 1 / (1 + exp(−x)), without overflow. R: `plogis(x)` */
export const sigmoid = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const odds = Math.exp(x)
  return odds / (1 + odds)
}

/** The smallest number whose sigmoid is at least a probability: it grows with the number. */
export const scoreOf = (probability: number): number => {
  if (probability <= 0) return Number.NEGATIVE_INFINITY
  let [below, above] = [-1000, 1000]
  for (;;) {
    const middle = below + (above - below) / 2
    if (middle <= below || middle >= above) return above
    if (sigmoid(middle) >= probability) above = middle
    else below = middle
  }
}
