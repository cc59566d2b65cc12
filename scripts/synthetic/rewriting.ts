import type { Side } from '../../src/domain/side.ts'
import { STAGES, type Stage } from '../../src/domain/stage.ts'
import { featureIndex, type PairValues, valuesOf } from './features.ts'
import type { LatentPairs } from './latent-pairs.ts'
import { type Margins, shiftToQuota } from './margins.ts'
import { ALIGNMENT_DROP, FLIP_SHARES, PREVALENCE, SIMILARITY } from './published.ts'
import type { Random } from './random.ts'
import { type Scores, scoresAround } from './rewards.ts'

/** What a flip adds to the margin. In the paper only those of sentiment change the alignment. */
const FLIP_EFFECTS: Record<string, Record<Stage, number>> = {
  last_response_is_helpful: { PRE: 0.4, POST: 0.5 },
  last_response_is_harmless: { PRE: -0.2, POST: 0.8 },
  last_response_is_coherent: { PRE: 0, POST: 0 },
  last_response_is_eloquent: { PRE: 0.2, POST: 0.1 },
  last_response_sentiment: { PRE: 0.6, POST: 1.4 },
}

const MARGIN_NOISE = 0.7
const LEVEL_NOISE = 0.5

/** The share of entries whose feature can still rise, and of those whose feature can still fall. */
const room = (name: string): { rise: number; fall: number } => {
  if (name === 'last_response_sentiment') return { rise: 0.757, fall: 0.928 }
  const rate = (PREVALENCE[name].CHOSEN + PREVALENCE[name].REJECTED) / 2
  return { rise: 1 - rate, fall: rate }
}

const flips = Object.entries(FLIP_SHARES).map(([name, shares]) => ({
  index: featureIndex(name),
  lowest: name === 'last_response_sentiment' ? -1 : 0,
  gain: shares.GAINED / room(name).rise,
  loss: shares.LOST / room(name).fall,
  effect: FLIP_EFFECTS[name],
}))

const flipped = (original: Int8Array, random: Random): Int8Array => {
  const values = original.slice()
  for (const { index, lowest, gain, loss } of flips) {
    const [draw, value] = [random.uniform(), original[index]]
    if (value < 1 && draw < gain) values[index] = value + 1
    else if (value > lowest && draw >= 1 - loss) values[index] = value - 1
  }
  return values
}

const drawSimilarity = (random: Random): number =>
  // Half-normal below 1: its mean is 0.8 of the scale.
  Math.max(0, 1 - ((1 - SIMILARITY.mean) / 0.8) * Math.abs(random.normal()))

export type Rewriting = {
  values: PairValues
  similarity: Record<Side, number>
  margin: Record<Stage, number>
}

/** Rewritings of the marked pairs, by row: their labels and margins, with the published loss of alignment. */
export const planRewritings = (
  marks: Uint8Array,
  { values, margins }: LatentPairs,
  random: Random,
): Map<number, Rewriting> => {
  const rewritings = new Map<number, Rewriting>()
  for (let row = marks.indexOf(1); row >= 0; row = marks.indexOf(1, row + 1)) {
    const original = valuesOf(values, row)
    const rewritten = {
      CHOSEN: flipped(original.CHOSEN, random),
      REJECTED: flipped(original.REJECTED, random),
    }
    const gained = (index: number): number =>
      rewritten.CHOSEN[index] -
      original.CHOSEN[index] -
      (rewritten.REJECTED[index] - original.REJECTED[index])
    const change = (stage: Stage): number =>
      flips.reduce((sum, { index, effect }) => sum + effect[stage] * gained(index), 0)
    const margin = (stage: Stage) => margins[stage][row] + change(stage) + MARGIN_NOISE * random.normal()
    rewritings.set(row, {
      values: rewritten,
      similarity: { CHOSEN: drawSimilarity(random), REJECTED: drawSimilarity(random) },
      margin: { PRE: margin('PRE'), POST: margin('POST') },
    })
  }
  loseAlignment(rewritings, margins)
  return rewritings
}

const loseAlignment = (rewritings: Map<number, Rewriting>, margins: Margins): void => {
  const every = Uint32Array.from({ length: rewritings.size }, (_, index) => index)
  for (const stage of STAGES) {
    let aligned = 0
    for (const row of rewritings.keys()) if (margins[stage][row] > 0) aligned++
    const after = Float64Array.from(rewritings.values(), ({ margin }) => margin[stage])
    const lost = Math.min(aligned, Math.round(ALIGNMENT_DROP[stage] * rewritings.size))
    shiftToQuota(after, every, aligned - lost)
    let index = 0
    for (const rewriting of rewritings.values()) rewriting.margin[stage] = after[index++]
  }
}

/** Both models' rewards of a rewritten pair, around a level near that of the originals. */
export const drawRewrittenScores = (original: Scores, { margin }: Rewriting, random: Random): Scores => {
  const scores = STAGES.map((stage) => {
    const level = (original[stage].CHOSEN + original[stage].REJECTED) / 2 + LEVEL_NOISE * random.normal()
    return [stage, scoresAround(level, margin[stage])]
  })
  return Object.fromEntries(scores)
}
