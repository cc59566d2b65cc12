import type { EntryColumns, Frame } from '../../../src/frame/frame.ts'
import type { Random } from '../../synthetic/random.ts'

/** What a made pair is: rewards of both models, and what a measure of its entries differs by. */
export type MadePair = { pre: readonly [number, number]; post: readonly [number, number]; difference: number }

/** How many prompts there are, and from how many to how many pairs each has. */
export type Size = { prompts: number; fewest: number; most: number }

/** Draws of a pair that are correlated with those of the same kind in its prompt: two standard normals, and uniform ones. */
export type Draws = { difference: number; normal: number; share(): number }

/** Within prompts. */
const CORRELATION = 0.4

/** P(Z ≤ z) to 1e-7: Abramowitz and Stegun 26.2.17. */
const normalProbability = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return z > 0 ? 1 - tail : tail
}

/** Draws of one prompt's pairs. Several uniform ones of a pair are correlated, too. */
const drawsOf = (random: Random): (() => Draws) => {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()]
  const mixed = (common: number) =>
    Math.sqrt(CORRELATION) * common + Math.sqrt(1 - CORRELATION) * random.normal()
  return () => ({ difference: mixed(a), normal: mixed(b), share: () => normalProbability(mixed(c)) })
}

/** A dataset of made pairs with one numeric measure, two models and no labels. */
export const simulated = (
  random: Random,
  { prompts, fewest, most }: Size,
  pairOf: (draws: Draws) => MadePair,
): Frame => {
  const prompt: number[] = []
  const pairs: MadePair[] = []
  for (let group = 0; group < prompts; group++) {
    const draw = drawsOf(random)
    const count = fewest + random.below(most - fewest + 1)
    for (let pair = 0; pair < count; pair++) {
      prompt.push(group)
      pairs.push(pairOf(draw()))
    }
  }
  const column = (of: (pair: MadePair) => number) => Float64Array.from(pairs, of)
  const rewardsOf = (model: 'pre' | 'post') => ({
    CHOSEN: column((pair) => pair[model][0]),
    REJECTED: column((pair) => pair[model][1]),
  })
  const original: EntryColumns = {
    rewards: [rewardsOf('pre'), rewardsOf('post')],
    labels: [],
    measures: [{ CHOSEN: column(({ difference }) => difference), REJECTED: column(() => 0) }],
  }
  const model = { series: null, step: null, rewardCount: 2 * pairs.length }
  return {
    datasetId: 1,
    revision: 1,
    dataRevision: 1,
    slices: [],
    taxonomy: { features: [], priority: [], topics: [], discriminations: [] },
    measures: [{ name: 'x', title: 'x', description: '', kind: 'NUMERIC', source: 'IMPORTED' }],
    models: [
      { id: 1, name: 'pre', stage: 'PRE', ...model },
      { id: 2, name: 'post', stage: 'POST', ...model },
    ],
    labelers: [],
    defaults: { pre: 0, post: 1, labeler: -1 },
    rowIds: Int32Array.from(pairs.keys()),
    prompt: Int32Array.from(prompt),
    promptKeys: BigInt64Array.from({ length: prompts }, (_, group) => BigInt(group)),
    tieCount: 0,
    tie: new Uint8Array(pairs.length),
    attributes: [],
    subset: new Int16Array(pairs.length).fill(-1),
    subsets: [],
    topics: [],
    discriminations: [],
    original,
    rewritten: [],
  }
}
