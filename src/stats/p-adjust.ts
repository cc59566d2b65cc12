export const CORRECTIONS = ['NONE', 'BONFERRONI', 'HOLM', 'BENJAMINI_HOCHBERG'] as const
export type Correction = (typeof CORRECTIONS)[number]

/** p-values corrected for being several, in their order. R: `p.adjust(p, 'bonferroni' | 'holm' | 'BH')`. */
export const adjustPValues = (pValues: readonly number[], correction: Correction): number[] => {
  const n = pValues.length
  if (correction === 'NONE') return [...pValues]
  if (correction === 'BONFERRONI') return pValues.map((p) => Math.min(1, n * p))
  const ascending = Array.from(pValues.keys()).sort((a, b) => pValues[a] - pValues[b])
  const adjusted = new Array<number>(n)
  let running: number
  if (correction === 'HOLM') {
    running = 0
    ascending.forEach((index, rank) => {
      running = Math.max(running, (n - rank) * pValues[index])
      adjusted[index] = Math.min(1, running)
    })
  } else {
    running = 1
    for (let rank = n - 1; rank >= 0; rank--) {
      running = Math.min(running, (n / (rank + 1)) * pValues[ascending[rank]])
      adjusted[ascending[rank]] = running
    }
  }
  return adjusted
}
