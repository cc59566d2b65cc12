/** `npm run bench:leaderboard`: many models against each other on slices that are new, against R on some of the comparisons. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { compute } from '../../src/metrics/metrics.ts'
import { DEFAULT_COMPARISON } from '../../src/metrics/model-comparison.ts'
import { pairsOf } from '../../src/pairs/columns/pairs.ts'
import { spaceOfFrame } from '../../src/pairs/columns/spaces.ts'
import { noOptions } from '../no-options.ts'
import { randomStreams } from '../synthetic/random.ts'
import { machine } from './machine.ts'
import { median, printTable } from './table.ts'

noOptions(
  'bench:leaderboard',
  'models against each other, two by two, and R where Rscript has sandwich and jsonlite (BENCH_R=0: without)',
)

const TIMES = 7
/** Of all, R is asked for so many: the others take it as long. */
const BY_R = 10
const SUBSETS = 10

type Size = { models: number; pairs: number; ofPrompt: number }
const SIZES: Size[] = [
  { models: 150, pairs: 2985, ofPrompt: 1 },
  { models: 150, pairs: 2985, ofPrompt: 3 },
  { models: 20, pairs: 160_800, ofPrompt: 1 },
  { models: 20, pairs: 160_800, ofPrompt: 3 },
]

const upTo = (length: number, value: (at: number) => number) =>
  Int32Array.from({ length }, (_, at) => value(at))

/** What some pairs are like is so for all models, which differ besides. */
const frameOf = ({ models, pairs, ofPrompt }: Size): Frame => {
  const { rewards: random } = randomStreams(1, ['rewards'])
  const prompts = Math.ceil(pairs / ofPrompt)
  const common = Float64Array.from({ length: pairs }, () => random.normal())
  return {
    ...{
      datasetId: 1,
      revision: 1,
      dataRevision: 1,
      slices: [],
      taxonomy: SEAL_TAXONOMY,
      measures: [],
      labelers: [],
      attributes: [],
    },
    models: Array.from({ length: models }, (_, id) => ({
      ...{ id, name: `model-${id}`, stage: null, series: null, step: null, rewardCount: 2 * pairs },
    })),
    defaults: { pre: 0, post: 1, labeler: -1 },
    tieCount: 0,
    rowIds: upTo(pairs, (row) => row),
    prompt: upTo(pairs, (row) => Math.floor(row / ofPrompt)),
    promptKeys: BigInt64Array.from({ length: prompts }, (_, prompt) => BigInt(prompt)),
    tie: new Uint8Array(pairs),
    subset: Int16Array.from({ length: pairs }, (_, row) => row % SUBSETS),
    subsets: Array.from({ length: SUBSETS }, (_, subset) => `subset-${subset}`),
    ...{ topics: [], discriminations: [], rewritten: [] },
    original: {
      rewards: Array.from({ length: models }, (_, model) => ({
        CHOSEN: common.map((value) => value + 0.3 + model / (4 * models) + random.normal()),
        REJECTED: new Float64Array(pairs),
      })),
      labels: [],
      measures: [],
    },
  }
}

/** Asks about all pairs but the first so many: never the same slice twice. */
const askingOf = (frame: Frame) => {
  const space = spaceOfFrame(frame)
  const models = frame.models.map(({ name }, index) => ({ index, called: name }))
  const parts = frame.subsets.map((subset) => ({ subsets: [subset] }))
  return (without: number, sliced: boolean) =>
    compute(
      'leaderboard',
      { pairs: pairsOf({ space, rows: frame.rowIds.subarray(without) }), other: null },
      { models, parts: sliced ? parts : [], options: DEFAULT_COMPARISON },
    )
}

/** Milliseconds by the clock, and of the processor, which others on the machine do not lengthen. */
const millisecondsOf = async (work: (time: number) => Promise<unknown>) => {
  const times: { clock: number; processor: number }[] = []
  for (let time = 0; time <= TIMES; time++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    await work(time)
    const { user, system } = process.cpuUsage(before)
    times.push({ clock: performance.now() - start, processor: (user + system) / 1000 })
  }
  // The first one is of a space whose columns are not computed yet.
  const measured = times.slice(1)
  return {
    clock: median(measured.map(({ clock }) => clock)),
    processor: median(measured.map(({ processor }) => processor)),
  }
}

type ByR = { version: string; seconds: number; errors: number[]; pValues: number[] }

/** What R says of the first model against the next; null where there is no R with sandwich and jsonlite. */
const askR = (frame: Frame): ByR | null => {
  const space = spaceOfFrame(frame)
  const aligned = frame.models
    .slice(0, BY_R + 1)
    .map((_, model) => space.codes({ code: 'ALIGNED', model, version: 'ORIGINAL' }))
  const lines = Array.from(frame.prompt, (prompt, row) =>
    [prompt, ...aligned.map((column) => column[row])].join(),
  )
  mkdirSync('.tmp/bench', { recursive: true })
  const file = '.tmp/bench/leaderboard.csv'
  writeFileSync(file, [['prompt', ...aligned.map((_, model) => `m${model}`)].join(), ...lines].join('\n'))
  const { status, stdout } = spawnSync('Rscript', ['scripts/bench/leaderboard.R', file, String(BY_R)], {
    encoding: 'utf8',
  })
  return status === 0 ? JSON.parse(stdout) : null
}

/** By how much the numbers of R's comparisons differ from ours at most, relative to R's. */
const worstDifference = ({ comparisons }: Awaited<ReturnType<ReturnType<typeof askingOf>>>, r: ByR): number =>
  Math.max(
    ...r.errors.flatMap((error, at) => {
      const one = comparisons.find(
        ({ first, second }) => Math.min(first, second) === 0 && Math.max(first, second) === at + 1,
      )
      const differences = [
        [one?.difference.standardError, error],
        [one?.pValue, r.pValues[at]],
      ] as const
      return differences.map(([ours, theirs]) => Math.abs((ours ?? Number.NaN) - theirs) / theirs)
    }),
  )

console.log(`${machine()}\nmedians of ${TIMES} slices\n`)
const rows: string[][] = []
for (const size of SIZES) {
  const frame = frameOf(size)
  const ask = askingOf(frame)
  const plain = await millisecondsOf((time) => ask(1 + time, false))
  const sliced = await millisecondsOf((time) => ask(100 + time, true))
  const { models, pairs, ofPrompt } = size
  const comparisons = (models * (models - 1)) / 2
  const row = [
    `${models} models, ${pairs} pairs, ${ofPrompt} a prompt`,
    String(comparisons),
    ...[plain.clock, plain.processor, sliced.processor].map((ms) => ms.toFixed(0)),
  ]
  const r = process.env.BENCH_R === '0' ? null : askR(frame)
  if (r) {
    const all = (1000 * r.seconds * comparisons) / BY_R
    row.push(
      all.toFixed(0),
      (all / plain.processor).toFixed(0),
      worstDifference(await ask(0, false), r).toExponential(0),
    )
  } else row.push('', '', '')
  rows.push(row)
}
printTable(
  `R: by ${BY_R} comparisons of each`,
  [
    '',
    'comparisons',
    'ms (at most 1000)',
    'of CPU',
    `with ${SUBSETS} slices`,
    'R, of CPU',
    'times R',
    'differ by',
  ],
  rows,
)
