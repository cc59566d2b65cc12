import { SEAL_TAXONOMY } from '../../../src/domain/seal-taxonomy.ts'
import { getFrom, type Posted, postTo } from './ask.ts'

/** What a hostile, or only a careless, client sends. Each `run` ends when all is answered, or when it is told to leave. */
export type Attack = {
  name: string
  /** After how many seconds it leaves. */
  seconds: number
  run(url: string, signal: AbortSignal): Promise<string[]>
}

const range = (length: number) => Array.from({ length }, (_, index) => index)
const audit = (fields: string, where = '') => `dataset(name: "bench") { audit${where} { ${fields} } }`
const aliased = (count: number, field: (index: number) => string) =>
  range(count)
    .map((index) => `a${index}: ${field(index)}`)
    .join(' ')

/** So many requests at once. */
const atOnce = (name: string, seconds: number, count: number, ask: (index: number) => Posted): Attack => ({
  name,
  seconds,
  run: (url, signal) => Promise.all(range(count).map((index) => postTo(url, ask(index), signal))),
})

const TEXTS = `query ($n: Int!) { dataset(name: "bench") {
  ${aliased(
    8,
    (page) => `pairs(first: $n, orderBy: {by: ROW_ID, direction: ${page % 2 ? 'ASC' : 'DESC'}}) {
    edges { node { chosen { ...F } rejected { ...F } } } }`,
  )} } }
  fragment F on Entry { ${aliased(45, () => 'text')} }`

const METRICS = `alignment { score } regimes { pairs } preferences { pairs } coverage { pairs } topics { pairs }
  discriminations { pairs } prevalence { chosen } quadrants { pairs } rewardShift { mean } alignmentChange { pValue }`

const LISTS = `query ($n: Int!) { dataset(name: "bench") {
  ${aliased(
    6,
    (page) => `pairs(first: $n, orderBy: {by: ${page % 2 ? 'ROW_ID' : 'REWARD_SHIFT'}}) {
    edges { node { prompt ${['chosen', 'rejected'].map((side) => `${side} { labels { features { feature { name title } value } } rewards { model { name } score } }`).join(' ')} } } }`,
  )} } }`

const FEATURES = SEAL_TAXONOMY.features.filter(({ inRegressions }) => inRegressions).map(({ name }) => name)
const REGRESSIONS = ['imprints', 'shiftImprints', 'misalignment']

/** One client after the other, each with a slice of its own. */
const slices = (name: string, count: number, clients: number, seconds: number): Attack => ({
  name,
  seconds,
  run: async (url, signal) => {
    const answers: string[] = []
    let next = 0
    const client = async () => {
      while (next < count && !signal.aborted) {
        const where = { rowId: { gte: next++ } }
        const query = `query ($where: PairFilter) { ${audit('alignment { score }', '(where: $where)')} }`
        answers.push(await postTo(url, { query, variables: { where } }, signal))
      }
    }
    await Promise.all(range(clients).map(client))
    return answers
  },
})

export const ATTACKS: readonly Attack[] = [
  {
    name: 'nothing',
    seconds: 10,
    run: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve([]))),
  },
  atOnce('45 aliases of text on 8 pages of 1,000', 70, 1, () => ({ query: TEXTS, variables: { n: 1000 } })),
  atOnce('the same, within the cost: 4 clients', 70, 4, () => ({ query: TEXTS, variables: { n: 50 } })),
  atOnce('a filter of 900 kB, ten metrics by topic: 4 clients', 70, 4, (client) => ({
    query: `query ($t: String!) { ${audit(`breakdown(by: TOPIC, first: 15) { audit { ${METRICS} } }`, '(where: {not: {topic: [$t, $t, $t, $t]}})')} }`,
    variables: { t: String(client).repeat(900_000) },
  })),
  atOnce('a filter of 60 kB, ten metrics by topic: 4 clients', 70, 4, (client) => ({
    query: `query ($t: [String!]!) { ${audit(`breakdown(by: TOPIC, first: 15) { audit { ${METRICS} } }`, '(where: {not: {topic: $t}})')} }`,
    // Some topics, over and over: each client has a filter of its own.
    variables: { t: range(6000).map((index) => SEAL_TAXONOMY.topics[(index % 3) + client]) },
  })),
  atOnce('90 heatmaps of 1,000 bins: 2 clients', 70, 2, (client) => ({
    query: `{ ${audit(aliased(90, (j) => `probabilityHeatmap(bins: ${1000 - j - 90 * client}) { counts }`))} }`,
  })),
  atOnce('heatmaps within the cost: 4 clients', 70, 4, (client) => ({
    query: `{ ${audit(aliased(7, (j) => `probabilityHeatmap(bins: ${500 - j - 7 * client}) { counts }`))} }`,
  })),
  atOnce('1,000 texts in one `or`, given up after 5 s', 5, 1, () => ({
    query: `query ($where: PairFilter) { ${audit('alignment { score }', '(where: $where)')} }`,
    variables: { where: { or: range(990).map((text) => ({ text: `nobody ${text}` })) } },
  })),
  atOnce('100 texts in one `or`: 4 clients, given up after 15 s', 15, 4, (client) => ({
    query: `query ($where: PairFilter) { ${audit('alignment { score }', '(where: $where)')} }`,
    variables: { where: { or: range(100).map((text) => ({ text: `anyone ${client} ${text}` })) } },
  })),
  atOnce('10,000 replicates: 2 clients, given up after 15 s', 15, 2, (seed) => ({
    query: `{ ${audit(`imprints(options: {bootstrap: {replicates: 10000, seed: ${seed + 1}}}) { terms { bootstrap { standardError } } }`)} }`,
  })),
  atOnce('10,000 replicates with FIRTH: 6 clients, given up after 15 s', 15, 6, (seed) => ({
    query: `{ ${audit(`misalignment(options: {penalty: FIRTH, bootstrap: {replicates: 10000, seed: ${seed + 1}}}) { terms { bootstrap { standardError } } }`)} }`,
  })),
  atOnce('pages by variables, with all labels: 2 clients', 70, 2, () => ({
    query: LISTS,
    variables: { n: 300 },
  })),
  atOnce('breakdown by regression by compare: 2 clients, given up after 15 s', 15, 2, (client) => ({
    query: `{ ${audit(
      `breakdown(by: TOPIC, first: 100) { audit { ${REGRESSIONS.map((field) => `${field} { terms { estimate } }`).join(' ')}
        compare(with: {where: {rowId: {lte: 100000}}}) { ${REGRESSIONS.map((field) => `${field} { terms { difference } }`).join(' ')} } } }`,
      `(where: {rowId: {gte: ${client}}})`,
    )} }`,
  })),
  atOnce('figures with 5,000 models and labelers: 4 clients', 70, 4, () => ({
    query: `query ($models: [String!], $with: [String!]) { ${audit(
      'a: figure(name: MARGINS, models: $models) b: figure(name: LABELER_AGREEMENT, with: $with)',
    )} }`,
    variables: {
      models: range(5000).map((index) => ['pre', 'post'][index % 2]),
      with: range(5000).map(() => 'first'),
    },
  })),
  {
    name: '200 tables with texts, never read',
    seconds: 15,
    run: (url, signal) =>
      Promise.all(range(200).map(() => getFrom(url, '/tables/bench/pairs.csv?texts=true', signal, false))),
  },
  atOnce('4,900 equal fields, validated: 4 clients', 70, 4, () => ({
    query: `{ ${'datasets{name}'.repeat(1200)} }`,
  })),
  atOnce('the schema of the schema, 60 times: 2 clients', 70, 2, () => ({
    query: `{ ${aliased(60, () => '__schema { types { fields { type { fields { name } } } } }')} }`,
  })),
  atOnce('300 lists of features: 4 clients, given up after 30 s', 30, 4, (client) => ({
    query: `{ ${audit(aliased(90, (j) => `imprints(options: {features: [${FEATURES.filter((_, bit) => ((90 * client + j + 1) >> bit) & 1).map((name) => `"${name}"`)}]}) { pairs }`))} }`,
  })),
  slices('20,000 slices, 16 at a time', 20_000, 16, 120),
]
