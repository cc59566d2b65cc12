import type { Side } from '../../src/domain/side.ts'
import { STAGES, type Stage } from '../../src/domain/stage.ts'
import { featureIndex, type PairValues } from './features.ts'
import type { Margins } from './margins.ts'
import { IMPRINTS } from './published.ts'
import type { Random } from './random.ts'

export type Scores = Record<Stage, Record<Side, number>>

/**
 * The pair effect: what both entries share, around `center` for an entry without any feature. Center,
 * spread and correlation give about the published quadrants and mean reward shifts of the regimes.
 */
const LEVEL = { PRE: { center: -1.97, spread: 2.98 }, POST: { center: -4.13, spread: 3.57 } }
const CORRELATION = 0.8

const imprints = Object.entries(IMPRINTS).map(([name, imprint]) => ({ index: featureIndex(name), imprint }))

export const scoresAround = (level: number, margin: number): Record<Side, number> => ({
  CHOSEN: level + margin / 2,
  REJECTED: level - margin / 2,
})

/** Both models' rewards of one pair: a level that its features raise or lower, and its margin. */
export const drawScores = (
  { CHOSEN, REJECTED }: PairValues,
  margins: Margins,
  pair: number,
  random: Random,
): Scores => {
  const post = random.normal()
  const pre = CORRELATION * post + Math.sqrt(1 - CORRELATION ** 2) * random.normal()
  const noise: Record<Stage, number> = { PRE: pre, POST: post }
  const scores = STAGES.map((stage) => {
    let level = LEVEL[stage].center + LEVEL[stage].spread * noise[stage]
    for (const { index, imprint } of imprints) {
      level += (imprint[stage] * (CHOSEN[index] + REJECTED[index])) / 2
    }
    return [stage, scoresAround(level, margins[stage][pair])]
  })
  return Object.fromEntries(scores)
}
