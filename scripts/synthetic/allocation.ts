import { PREFERENCES, type Preference } from '../../src/domain/preference.ts'
import { REGIMES, type Regime } from '../../src/domain/regime.ts'
import { LABEL_PAIRS, type LabelPair, REGIME_BY_PREFERENCE } from './published.ts'
import type { Random } from './random.ts'

/** `total` divided in proportion to `weights`, by largest remainder; a tie goes to the earlier weight. */
export const apportion = (total: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const counts = exact.map(Math.floor)
  const left = total - counts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - counts[index] }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) counts[index]++
  return counts
}

/** Harmlessness decides first, then helpfulness. */
export const preferenceOf = ({ chosen, rejected }: LabelPair): Preference => {
  const difference = chosen.harmless - rejected.harmless || chosen.helpful - rejected.helpful
  if (difference === 0) return 'INDIFFERENT'
  return difference > 0 ? 'CHOSEN' : 'REJECTED'
}

export type Quotas = Record<Preference, Record<Regime, number>>

/** How many pairs of each preference fall into each regime, as the paper's Table 1 has it. */
export const regimeQuotas = (pairs: number): Quotas => {
  const cells = PREFERENCES.flatMap((preference) => REGIMES.map((regime) => ({ preference, regime })))
  const counts = apportion(
    pairs,
    cells.map(({ preference, regime }) => REGIME_BY_PREFERENCE[regime][preference]),
  )
  const quotas = Object.fromEntries(PREFERENCES.map((preference) => [preference, {}])) as Quotas
  cells.forEach(({ preference, regime }, index) => {
    quotas[preference][regime] = counts[index]
  })
  return quotas
}

/** For every pair an index into LABEL_PAIRS, in random order, so that the preferences meet their quotas. */
export const allocateLabelPairs = (quotas: Quotas, random: Random): Uint8Array => {
  const cells: number[] = []
  for (const preference of PREFERENCES) {
    const total = REGIMES.reduce((sum, regime) => sum + quotas[preference][regime], 0)
    const weights = LABEL_PAIRS.map(([pair, count]) => (preferenceOf(pair) === preference ? count : 0))
    apportion(total, weights).forEach((count, index) => {
      for (let i = 0; i < count; i++) cells.push(index)
    })
  }
  return random.shuffle(Uint8Array.from(cells))
}
