import { pingDuring, timeQuery } from './server.ts'

const METRICS = [
  'alignment { score confidenceInterval { lower upper } }',
  'regimes { pairs prevalence labelerAgreement { rate } }',
  'coverage { pairs complete }',
  'preferences { pairs alignment { score } }',
  'alignmentChange { pValue }',
  'rewardShift { mean median tTest { pValue } signTest { pValue } circularMean }',
  'rewardShift(regime: [BECAME_ALIGNED]) { histogram { counts } }',
  'prevalence { chosen rejected test { pValue } }',
  'topics { key pairs }',
  'discriminations { key pairs }',
  'labelerAgreement(with: "first") { kappa }',
  'marginDistribution { counts }',
  'probabilityDistribution(side: CHOSEN) { counts }',
  'rewardHeatmap { counts }',
  'quadrants { bothPositive }',
  'rewardDirections(stage: PRE) { counts }',
  'breakdown(by: TOPIC) { key pairs }',
]

const SLICES = [
  '',
  'not: { preference: [INDIFFERENT] }',
  'feature: { name: "is_eloquent" }',
  'or: [{ regime: [BECAME_ALIGNED] }, { rewardShift: { gte: 20 } }], margin: { stage: POST, gte: 0.1 }',
  'topic: ["Health and fitness", "People and self"]',
  'and: [{ feature: { name: "is_harmless", scope: BOTH } }, { not: { reward: { stage: PRE, side: CHOSEN, gte: 0 } } }]',
]

const ROUNDS = 5
const TEXTS = ['Why would', 'thank you', 'old letters']

/** Every metric on every slice, each time on a slice that was not asked for before. */
export const benchMetrics = async (url: string) => {
  const ask = (metric: string, where: string) =>
    timeQuery(url, `{ dataset(name: "bench") { audit(where: { ${where} }) { ${metric} } } }`)
  // Unlike any other slice, and nearly the whole of it.
  let different = 0
  const slice = (where: string) => `${where ? `${where}, ` : ''}rowId: { gte: ${different++} }`

  // What is measured is a server that has been running for a moment, not how fast V8 compiles.
  for (const metric of METRICS) for (let run = 0; run < 4; run++) await ask(metric, slice(SLICES[run + 1]))

  const metrics = METRICS.map((name) => ({ name, ms: [] as number[] }))
  const pings = await pingDuring(url, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const where of SLICES) for (const { name, ms } of metrics) ms.push(await ask(name, slice(where)))
    }
  })
  const text: number[] = []
  for (const words of TEXTS) text.push(await ask('alignment { score }', `text: ${JSON.stringify(words)}`))
  return { metrics, pings, text }
}
