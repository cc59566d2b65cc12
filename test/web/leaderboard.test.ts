import { describe, expect, it } from 'vitest'
import { conclusionOf, type Leaderboard, tiersOf } from '../../src/web/views/models/conclusion.ts'

type Ranked = [name: string, tier: number, adjustedPValue?: number | null]

/** Models in their order, each with the p-value of its difference from the first. */
const row = ([name, tier, adjustedPValue = null]: Ranked, at: number): Leaderboard['rows'][number] => ({
  ...{ tier, scored: 0, sliceMean: null, worstSlice: null, worstAlignment: null },
  model: { name, series: null, step: null },
  alignment: { score: 0.5, reason: null, confidenceInterval: null },
  behindBest: at === 0 ? null : { adjustedPValue, difference: { estimate: 0, confidenceInterval: null } },
})

const leaderboard = (...models: Ranked[]): Leaderboard => ({
  ...{ pairs: 2301, prompts: 2301, reason: null },
  rows: models.map(row),
})

describe('what pairs show of models', () => {
  it('names those that can’t be told apart, and those that are worse', () => {
    expect(conclusionOf(leaderboard(['A', 1], ['B', 1, 0.4], ['C', 2, 0.012]))).toBe(
      '3 models on 2,301 pairs: A and B can’t be told apart; C is worse than A (adjusted p 0.012).',
    )
    expect(conclusionOf(leaderboard(['A', 1], ['B', 2, 0.02], ['C', 2, 0.01]))).toBe(
      '3 models on 2,301 pairs: A is the best; B and C are worse than A (adjusted p ≤ 0.020).',
    )
    expect(conclusionOf(leaderboard(['A', 1], ['B', 1, 1], ['C', 1, 1], ['D', 2, 1e-9]))).toBe(
      '4 models on 2,301 pairs: B and C can’t be told apart from A, which has the highest share; D is worse than A (adjusted p < 0.001).',
    )
  })

  it('counts those whose names would be too many', () => {
    const all = Array.from({ length: 150 }, (_, at): Ranked => [`v${at}`, at < 5 ? 1 : 2, at < 5 ? 1 : 0.04])
    expect(conclusionOf(leaderboard(...all))).toBe(
      '150 models on 2,301 pairs: v1, v2, v3 and v4 can’t be told apart from v0, which has the highest share; v5, v6, v7 and 142 more are worse than v0 (adjusted p ≤ 0.040).',
    )
  })

  it('calls no model worse without a test', () => {
    expect(conclusionOf(leaderboard(['A', 1], ['B', 1], ['C', 1]))).toBe(
      '3 models on 2,301 pairs: none can be told apart from A, which has the highest share.',
    )
    expect(conclusionOf(leaderboard(['A', 1]))).toBe('1 model on 2,301 pairs.')
  })

  it('keeps tiers together in their order', () => {
    const { rows } = leaderboard(['A', 1], ['B', 1], ['C', 2])
    expect(tiersOf(rows).map(({ tier, rows }) => [tier, rows.length])).toEqual([
      [1, 2],
      [2, 1],
    ])
  })
})
