import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases } from '../databases.ts'
import { ingestSealSmall, SEAL_SMALL, shared } from './ask.ts'

/** The fixture, and beside it the same pairs with nothing else. */
const fill = async (context: Context) => {
  await ingestSealSmall(context)
  await ingestPairs(context, { dataset: 'bare', files: [SEAL_SMALL.pairs] })
}

const METRICS = /* GraphQL */ `
  fragment metrics on Audit {
    pre { name }
    post { name }
    labeler { name }
    coverage { pairs preScored postScored bothScored labeled complete rewritten }
    alignment { ...alignment }
    before: alignment(stage: PRE) { ...alignment }
    regimes {
      regime pairs prevalence reason
      labelerAgreement { agree disagree indifferent rate confidenceInterval { lower } }
      rewardShift { ...shifts }
    }
    preferences {
      preference pairs share reason
      alignment { ...alignment }
      alignmentContrast(with: REJECTED) { difference }
    }
    alignmentChange { statistic pValue }
    rewardShift { ...shifts }
    prevalence { feature { source } pairs chosen rejected difference test { pValue } reason }
    topics { key }
    discriminations { key }
    marginDistribution { edges counts }
    probabilityDistribution(side: CHOSEN) { edges counts }
    rewardHeatmap { xEdges yEdges counts }
    quadrants { pairs bothPositive chosenOnlyPositive rejectedOnlyPositive bothNegative reason }
    rewardDirections(stage: POST) { edges counts }
    breakdown(by: REGIME) { key }
  }
  fragment alignment on Alignment { pairs aligned score resistance reason confidenceInterval { lower } }
  fragment shifts on ShiftSummary {
    pairs mean median standardDeviation circularMean resultantLength reason
    tTest { pValue }
    signTest { pValue }
    histogram { edges counts }
  }
`

/** Every number, list and null of an answer by its path, so that what should be empty can be found. */
const leaves = (value: unknown, path = ''): [string, unknown][] => {
  if (value === null || typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name))
}

describe.each(databases())('audits on $name', (on) => {
  const asking = shared(fill, { on })

  it('with the models exchanged', async () => {
    const { dataset } = await asking.ask(
      `{ dataset(name: "seal-small") {
          plain: audit { ...metrics }
          swapped: audit(pre: "post-model", post: "pre-model") { ...metrics }
          pairs(first: 1000) { edges { node { swapped: rewardShift(pre: "post-model", post: "pre-model") { degrees } rewardShift { degrees } regime: alignmentRegime(pre: "post-model", post: "pre-model") alignmentRegime } } }
        } } ${METRICS}`,
    )
    const { plain, swapped } = dataset
    expect([swapped.pre.name, swapped.post.name]).toEqual(['post-model', 'pre-model'])
    expect(swapped.alignment).toEqual({ ...plain.before })
    expect(swapped.before).toEqual({ ...plain.alignment })
    const pairs = (audit: typeof plain, regime: string) =>
      audit.regimes.find((summary: { regime: string }) => summary.regime === regime).pairs
    expect(pairs(swapped, 'BECAME_ALIGNED')).toBe(pairs(plain, 'REVERSED_ALIGNMENT'))
    expect(pairs(swapped, 'REVERSED_ALIGNMENT')).toBe(pairs(plain, 'BECAME_ALIGNED'))
    expect(pairs(swapped, 'STAYED_ALIGNED')).toBe(pairs(plain, 'STAYED_ALIGNED'))
    expect(swapped.alignmentChange).toEqual(plain.alignmentChange)
    // Angles lie in (-180, 180]: the one pair that is turned right round stays where it is.
    expect(swapped.rewardShift.mean).toBeCloseTo(-plain.rewardShift.mean + 360 / 600, 9)
    expect(plain.rewardShift.mean).not.toBe(0)
    for (const { node } of dataset.pairs.edges) {
      const { degrees } = node.rewardShift
      expect(node.swapped.degrees).toBeCloseTo(degrees === 180 ? 180 : -degrees, 9)
      const other = { BECAME_ALIGNED: 'REVERSED_ALIGNMENT', REVERSED_ALIGNMENT: 'BECAME_ALIGNED' }
      const regime: keyof typeof other = node.alignmentRegime
      expect(node.regime).toBe(other[regime] ?? regime)
    }
  })

  it('and the pairs behind their numbers', async () => {
    const subject = 'pre: "post-model", post: "pre-model", labeler: "control"'
    const { dataset } = await asking.ask(`{ dataset(name: "seal-small") {
      audit(${subject}) { regimes { regime pairs } preferences { preference pairs } }
      became: pairs(${subject}, where: { regime: [BECAME_ALIGNED] }) { totalCount }
      rejected: pairs(${subject}, where: { preference: [REJECTED] }) { totalCount }
      first: pairs(first: 1, ${subject}, orderBy: { by: POST_MARGIN }) { edges { node { rowId } } }
      same: pairs(first: 1, orderBy: { by: PRE_MARGIN }) { edges { node { rowId } } }
      plain: pairs(where: { regime: [BECAME_ALIGNED] }) { totalCount }
    } }`)
    const { regimes, preferences } = dataset.audit
    const became = regimes.find(({ regime }: { regime: string }) => regime === 'BECAME_ALIGNED')
    const rejected = preferences.find(({ preference }: { preference: string }) => preference === 'REJECTED')
    expect(dataset.became.totalCount).toBe(became.pairs)
    expect(dataset.rejected.totalCount).toBe(rejected.pairs)
    expect(dataset.first).toEqual(dataset.same)
    expect(dataset.plain.totalCount).not.toBe(became.pairs)
  })

  it('with the same model twice', async () => {
    const { dataset } = await asking.ask(
      `{ dataset(name: "seal-small") { audit(pre: "pre-model", post: "pre-model") { ...metrics } } } ${METRICS}`,
    )
    const { rewardShift, alignmentChange, regimes } = dataset.audit
    expect(rewardShift).toMatchObject({
      pairs: 600,
      mean: 0,
      standardDeviation: 0,
      reason: 'all angles are equal',
    })
    expect(rewardShift).toMatchObject({ tTest: null, signTest: null })
    expect(alignmentChange).toBeNull()
    expect(regimes.map((summary: { pairs: number }) => summary.pairs)).toEqual([0, 324, 276, 0])
  })

  it('with another labeler', async () => {
    const { dataset } = await asking.ask(
      `{ dataset(name: "seal-small") { plain: audit { ...metrics } control: audit(labeler: "control") { ...metrics } } } ${METRICS}`,
    )
    expect(dataset.control.labeler).toEqual({ name: 'control' })
    expect(dataset.control.coverage).toMatchObject({
      pairs: 600,
      labeled: 200,
      complete: 200,
      bothScored: 600,
    })
    expect(dataset.control.alignment).toEqual(dataset.plain.alignment)
    expect(dataset.control.preferences).not.toEqual(dataset.plain.preferences)
  })

  const NOTHING = { pairs: 0, mean: null, median: null, standardDeviation: null, circularMean: null }
  const UNALIGNED = { pairs: 0, aligned: 0, score: null, resistance: null, confidenceInterval: null }
  /** `why`: what every reason says, whatever it is of. */
  const expectNothing = (audit: Awaited<ReturnType<typeof asking.ask>>, why: RegExp) => {
    for (const shifts of [
      audit.rewardShift,
      ...audit.regimes.map((summary: typeof audit) => summary.rewardShift),
    ]) {
      expect(shifts).toMatchObject({ ...NOTHING, resultantLength: null, tTest: null, signTest: null })
      expect(shifts.reason).toMatch(why)
      expect(shifts.histogram).toEqual({ edges: [], counts: [] })
    }
    expect(audit.alignment).toMatchObject(UNALIGNED)
    expect(audit.alignment.reason).toMatch(why)
    expect(audit.before.reason).toMatch(why)
    expect(audit.regimes).toHaveLength(4)
    for (const { pairs, prevalence, reason, labelerAgreement } of audit.regimes) {
      expect({ pairs, prevalence }).toEqual({ pairs: 0, prevalence: null })
      expect(reason).toMatch(why)
      const none = { agree: 0, disagree: 0, indifferent: 0, rate: null, confidenceInterval: null }
      expect(labelerAgreement).toEqual(none)
    }
    expect(audit.preferences).toHaveLength(3)
    for (const { pairs, share, reason, alignment, alignmentContrast } of audit.preferences) {
      expect({ pairs, share, alignmentContrast }).toEqual({ pairs: 0, share: null, alignmentContrast: null })
      expect(reason).toMatch(why)
      expect(alignment).toMatchObject(UNALIGNED)
    }
    expect(audit.alignmentChange).toBeNull()
    // What is measured needs no labels.
    audit.prevalence = audit.prevalence.filter(
      ({ feature }: { feature: { source: string } }) => feature.source === 'LABELER',
    )
    expect(audit.prevalence.length).toBeGreaterThan(0)
    for (const { reason, feature, ...rest } of audit.prevalence) {
      expect(rest).toEqual({ pairs: 0, chosen: null, rejected: null, difference: null, test: null })
      expect(reason).toMatch(why)
    }
    const quadrants = {
      bothPositive: null,
      chosenOnlyPositive: null,
      rejectedOnlyPositive: null,
      bothNegative: null,
    }
    expect(audit.quadrants).toMatchObject({
      pairs: 0,
      ...quadrants,
      reason: expect.stringMatching(why),
    })
    for (const name of ['topics', 'discriminations', 'breakdown']) expect(audit[name]).toEqual([])
    for (const name of ['marginDistribution', 'probabilityDistribution', 'rewardDirections']) {
      expect(audit[name]).toEqual({ edges: [], counts: [] })
    }
    expect(audit.rewardHeatmap).toEqual({ xEdges: [], yEdges: [], counts: [] })
    // Nothing pretends to be a number: what is not null is a count of none.
    const numbers = leaves(audit).filter(
      ([path, leaf]) => typeof leaf === 'number' && path !== 'coverage.pairs',
    )
    expect(numbers.filter(([, leaf]) => leaf !== 0)).toEqual([])
  }

  it('of a slice without pairs', async () => {
    const { dataset } = await asking.ask(
      `{ dataset(name: "seal-small") {
          audit(where: { rowId: { gte: 100000 } }) {
            ...metrics
            labelerAgreement(with: "control") { entries agreement kappa reason }
            rewriting {
              pairs keptPairs flips { gained }
              before { ...alignment } after { ...alignment }
              similarity { count mean median standardDeviation min max }
              rewardShift { ...shifts }
              similarityByShift { xEdges yEdges counts }
            }
          }
        } } ${METRICS}`,
    )
    const { labelerAgreement, rewriting, ...audit } = dataset.audit
    expect(audit.coverage.pairs).toBe(0)
    expect(audit.pre).toEqual({ name: 'pre-model' })
    expectNothing(audit, /^no pair is in the slice$/)
    for (const { reason, ...rest } of labelerAgreement) {
      expect(rest).toEqual({ entries: 0, agreement: null, kappa: null })
      expect(reason).toBeTruthy()
    }
    expect(rewriting).toMatchObject({
      pairs: 0,
      keptPairs: 0,
      flips: [],
      before: UNALIGNED,
      after: UNALIGNED,
    })
    expect(rewriting.similarity).toEqual({
      count: 0,
      mean: null,
      median: null,
      standardDeviation: null,
      min: null,
      max: null,
    })
    expect(rewriting.rewardShift).toMatchObject(NOTHING)
    expect(rewriting.similarityByShift).toEqual({ xEdges: [], yEdges: [], counts: [] })
  })

  it('of a dataset with nothing but pairs', async () => {
    const { dataset } = await asking.ask(
      `{ dataset(name: "bare") {
          pairCount
          rewardModels { name } labelers { name } rewriters { name }
          audit { ...metrics rewriting { pairs } }
          pair(rowId: 7) {
            prompt aligned alignmentRegime preference
            rewardShift { degrees }
            rewrites { rewriter { name } }
            chosen { text rewards { score } labels { topics } label { topics } }
          }
          pairs(orderBy: { by: POST_MARGIN, direction: DESC }, first: 3) {
            totalCount edges { node { rowId } }
          }
        } } ${METRICS}`,
    )
    const { rewriting, ...audit } = dataset.audit
    expect(dataset).toMatchObject({ pairCount: 600, rewardModels: [], labelers: [], rewriters: [] })
    expect({ ...audit, rewriting }).toMatchObject({ pre: null, post: null, labeler: null, rewriting: null })
    expect(audit.coverage.pairs).toBe(600)
    expectNothing(
      audit,
      /^the dataset has no (rewards|labels|PRE model|POST model): bring .* with npm run ingest/,
    )
    expect(dataset.pair).toMatchObject({
      prompt: '\n\nHuman: question 7\n\n',
      aligned: null,
      alignmentRegime: null,
      preference: null,
      rewardShift: null,
      rewrites: [],
      chosen: { rewards: [], labels: [], label: null },
    })
    expect(dataset.pairs.totalCount).toBe(600)
    expect(dataset.pairs.edges.map(({ node }: { node: { rowId: number } }) => node.rowId)).toEqual([0, 1, 2])
  })

  it('of a dataset without models or labelers: a name is as unknown as ever', async () => {
    const { errors } = await asking.answer(
      '{ dataset(name: "bare") { audit(pre: "x") { coverage { pairs } } } }',
    )
    expect(errors[0]).toMatchObject({
      message: 'unknown reward model "x"; there is none yet',
      extensions: { code: 'NOT_FOUND' },
    })
  })
})
