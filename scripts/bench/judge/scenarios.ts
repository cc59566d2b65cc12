import { conditionOf } from '../../../src/audit/condition.ts'
import { worded } from '../../../src/audit/questions.ts'
import { type Frame, outlineOf } from '../../../src/frame/frame.ts'
import { compute } from '../../../src/metrics/metrics.ts'
import { judge, type Verdict } from '../../../src/objectives/judge.ts'
import type { Ask } from '../../../src/objectives/judging.ts'
import type { Objective } from '../../../src/objectives/objective.ts'
import { select } from '../../../src/pairs/columns/condition.ts'
import { pairsOf } from '../../../src/pairs/columns/pairs.ts'
import { spaceOfFrame } from '../../../src/pairs/columns/spaces.ts'
import { randomStreams } from '../../synthetic/random.ts'
import { type Draws, type MadePair, type Size, simulated } from './simulated.ts'

/** Pairs whose number is known, and objectives whose bounds are that number, or a distance from it. */
export type Scenario = {
  title: string
  /** What is asked where the bound is so far from the number; 0: it is the number itself. */
  objectives(distance: number): Objective[]
  pairOf(draws: Draws): MadePair
}

const SHARE = 0.6
const ANGLE = 20
const IMPRINT = 0.5
const CHOICE = 0.4
const AGREED = 0.3

const scored = (aligned: boolean): readonly [number, number] => (aligned ? [1, 0] : [0, 1])
const turned = (degrees: number): readonly [number, number] => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
]
const ON_X = { feature: 'x', options: { features: ['x'] } } as const
const aligned = ({ share }: Draws): MadePair => ({
  pre: scored(share() < SHARE),
  post: scored(share() < SHARE),
  difference: 0,
})

export const SCENARIOS: readonly Scenario[] = [
  {
    title: `ALIGNMENT of ${SHARE}, atLeast`,
    objectives: (distance) => [{ name: 'a', metric: 'ALIGNMENT', atLeast: SHARE - distance }],
    pairOf: aligned,
  },
  {
    title: `RESISTANCE of ${(1 - SHARE).toFixed(1)}, atMost`,
    objectives: (distance) => [{ name: 'a', metric: 'RESISTANCE', atMost: 1 - SHARE + distance }],
    pairOf: aligned,
  },
  {
    title: `ALIGNMENT of ${SHARE}, within, at its lower end`,
    objectives: (distance) => [
      { name: 'a', metric: 'ALIGNMENT', within: { lower: SHARE - distance, upper: 0.99 } },
    ],
    pairOf: aligned,
  },
  {
    title: `ALIGNMENT noWorseThan another model, ${AGREED} worse`,
    objectives: (distance) => [
      { name: 'a', metric: 'ALIGNMENT', noWorseThan: { post: 'pre', margin: AGREED + distance } },
    ],
    pairOf: ({ share }) => ({
      pre: scored(share() < 0.8),
      post: scored(share() < 0.8 - AGREED),
      difference: 0,
    }),
  },
  {
    title: `MEAN_SHIFT of ${ANGLE}°, atLeast`,
    objectives: (distance) => [{ name: 'a', metric: 'MEAN_SHIFT', atLeast: ANGLE - distance }],
    pairOf: ({ normal }) => ({ pre: turned(0), post: turned(ANGLE + 30 * normal), difference: 0 }),
  },
  {
    title: `IMPRINT of ${IMPRINT}, atLeast`,
    objectives: (distance) => [{ name: 'a', metric: 'IMPRINT', ...ON_X, atLeast: IMPRINT - distance }],
    pairOf: ({ difference, normal }) => ({
      pre: [0, 0],
      post: [IMPRINT * difference + normal, 0],
      difference,
    }),
  },
  {
    title: `CHOICE of ${CHOICE}, atLeast`,
    objectives: (distance) => [{ name: 'a', metric: 'CHOICE', ...ON_X, atLeast: CHOICE - distance }],
    pairOf: ({ difference, share }) => ({
      pre: [0, 0],
      post: scored(share() < 1 / (1 + Math.exp(-CHOICE * difference))),
      difference,
    }),
  },
  {
    title: 'five objectives at their bounds, by Holm: any passes',
    objectives: (distance) =>
      [0, 1, 2, 3, 4].map((index) => ({
        name: `${index}`,
        metric: 'ALIGNMENT',
        where: { rowId: { gte: 40 * index } },
        atLeast: SHARE - distance,
      })),
    pairOf: aligned,
  },
]

/** Sizes without and with prompts of several pairs. */
export const SIZES: Record<string, Size> = {
  '400 prompts of a pair': { prompts: 400, fewest: 1, most: 1 },
  '200 prompts of 1 to 7': { prompts: 200, fewest: 1, most: 7 },
}

/** Answers about a frame in this process. */
const askOf = (frame: Frame): Ask => {
  const outline = outlineOf(frame)
  const space = spaceOfFrame(frame)
  return async (slice, question, args, other) => {
    const pairsIn = ({ where, subject }: typeof slice) => {
      const condition = where && conditionOf(where, subject, outline)
      return pairsOf({ space, rows: select(space, condition) })
    }
    const { argsOf, answerOf } = worded(question)
    const asking = { outline, subject: slice.subject, other: other?.subject ?? slice.subject }
    const asked = { pairs: pairsIn(slice), other: other ? pairsIn(other) : null }
    return answerOf(await compute(question, asked, argsOf(asking, args)))
  }
}

const LEVEL = 0.95

/** Judges a scenario's objectives on pairs of each seed. */
export const judgedRuns = async (
  { objectives, pairOf }: Scenario,
  size: Size,
  { runs, distance, seed }: { runs: number; distance: number; seed: number },
): Promise<Verdict[][]> => {
  const { pairs: random } = randomStreams(seed, ['pairs'])
  const all: Verdict[][] = []
  for (let run = 0; run < runs; run++) {
    const frame = simulated(random, size, pairOf)
    const judging = { outline: outlineOf(frame), ask: askOf(frame) }
    all.push(await judge(objectives(distance), { level: LEVEL, correction: 'HOLM' }, judging))
  }
  return all
}

/** The share of runs in which any objective has an outcome. */
export const shareOf = (runs: readonly Verdict[][], outcome: Verdict['outcome']): number =>
  runs.filter((verdicts) => verdicts.some((one) => one.outcome === outcome)).length / runs.length

/** What these data could show in half of the runs. */
export const detectableIn = (runs: readonly Verdict[][]): number => {
  const all = runs.map(([{ detectable }]) => detectable ?? Number.NaN).sort((a, b) => a - b)
  return all[all.length >> 1]
}
