import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { schema } from '../../src/graphql/schema/index.ts'
import { databases } from '../databases.ts'
import { readExpected } from '../frame/seal-small.ts'
import { EXACT, expectAgree } from '../golden/agree.ts'
import { type Asking, ingestSealSmall, shared } from './ask.ts'
import { WHOLE_ANSWER } from './whole-answer.ts'

const expected = readExpected()

/** A whole answer without what two databases can't have in common: when the runs were. */
const withoutTimes = (text: string) =>
  JSON.parse(text, (name, value) => (name === 'startedAt' || name === 'finishedAt' ? typeof value : value))

const ask = async ({ ask }: Asking) => ask(WHOLE_ANSWER, { name: 'seal-small' })
type Whole = Awaited<ReturnType<typeof ask>>
const answers = new Map<string, Whole>()

describe.each(databases())('the fixture seal-small through GraphQL on $name', (on) => {
  const asking = shared(ingestSealSmall, { on })
  let whole: Whole
  let audit: Whole

  beforeAll(async () => {
    whole = await ask(asking)
    audit = whole.dataset.audit
    answers.set(on.name, whole)
  })

  const bounds = ({ lower, upper }: Whole) => ({ lower, upper })
  const alignment = ({ aligned, pairs, score, resistance, confidenceInterval }: Whole) => ({
    aligned,
    pairs,
    score,
    resistance,
    ci: bounds(confidenceInterval),
  })
  const shift = ({ pairs, mean, median, standardDeviation, tTest, signTest }: Whole) => ({
    count: pairs,
    mean,
    median,
    standardDeviation,
    tTest,
    signTest,
  })

  it('the dataset', () => {
    const { dataset } = whole
    expect(dataset).toMatchObject({
      name: 'seal-small',
      description: 'The fixture.',
      pairCount: 600,
      revision: 6,
    })
    expect(dataset.rewardModels).toMatchObject([
      { name: 'pre-model', stage: 'PRE', backend: 'IMPORTED', rewardCount: 2000 },
      { name: 'post-model', stage: 'POST', backend: 'IMPORTED', rewardCount: 2000 },
    ])
    expect(dataset.labelers).toMatchObject([
      { name: 'labeler', labelCount: 2000 },
      { name: 'control', labelCount: 400 },
    ])
    expect(dataset.rewriters).toMatchObject([{ name: 'rewriter', rewriteCount: 400 }])
    expect(dataset.runs.map(({ kind }: Whole) => kind)).toEqual([
      'REWRITES',
      'LABELS',
      'LABELS',
      'REWARDS',
      'REWARDS',
      'PAIRS',
    ])
    expect(dataset.runs[0].counts).toMatchObject({ read: 400, rejected: 0, conflicts: 0 })
    expect(Date.parse(dataset.runs[0].finishedAt)).toBeGreaterThanOrEqual(
      Date.parse(dataset.runs[0].startedAt),
    )
  })

  it('alignment', () => {
    expectAgree(alignment(audit.alignment), expected.alignment.POST)
    expectAgree(alignment(audit.alignmentBefore), expected.alignment.PRE)
  })

  it('reward shift', () => {
    expectAgree(shift(audit.rewardShift), expected.rewardShift)
  })

  it('Table 1', () => {
    expect(audit.regimes).toHaveLength(4)
    for (const { regime, pairs, prevalence, labelerAgreement, rewardShift } of audit.regimes) {
      const { agree, disagree, indifferent, rate, confidenceInterval } = labelerAgreement
      const found = {
        count: pairs,
        prevalence,
        chosen: agree,
        rejected: disagree,
        indifferent,
        agreementRate: rate,
        ci: bounds(confidenceInterval),
        rewardShift: shift(rewardShift),
      }
      expectAgree(found, expected.regimes[regime])
    }
  })

  it('preferences', () => {
    const found = audit.preferences.map(({ preference, pairs }: Whole) => [preference, pairs])
    expectAgree(Object.fromEntries(found), expected.preferences, EXACT)
  })

  it('prevalence', () => {
    for (const [name, { CHOSEN, REJECTED }] of Object.entries<Whole>(expected.prevalence)) {
      const { chosen, rejected } = audit.prevalence.find(({ feature }: Whole) => feature.name === name)
      expectAgree({ chosen, rejected }, { chosen: CHOSEN, rejected: REJECTED })
    }
  })

  it('labeler agreement', () => {
    for (const [name, numbers] of Object.entries(expected.stability)) {
      const found = audit.labelerAgreement.find(({ feature }: Whole) => feature.name === name)
      expectAgree({ agreement: found.agreement, kappa: found.kappa }, numbers)
    }
  })

  it('quadrants', () => {
    for (const [stage, found] of [
      ['POST', audit.quadrants],
      ['PRE', audit.quadrantsBefore],
    ]) {
      const { bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative } = found
      expectAgree(
        { bothPositive, chosenOnly: chosenOnlyPositive, rejectedOnly: rejectedOnlyPositive, bothNegative },
        expected.quadrants[stage],
      )
    }
  })

  it('rewriting', () => {
    const { pairs, keptPairs, before, after, chosen, rejected, flips } = audit.rewriting
    const counts = flips.map(({ feature, side, gained, unchanged, lost }: Whole) => [
      `${feature.replace('last_response_', '')}.${side.toLowerCase()}`,
      { LOST: lost, UNCHANGED: unchanged, GAINED: gained },
    ])
    expectAgree(
      {
        pairs,
        kept: keptPairs,
        before: before.score,
        after: after.score,
        meanSimilarity: { chosen: chosen.mean, rejected: rejected.mean },
        flips: Object.fromEntries(counts),
      },
      expected.rewriting,
    )
  })

  it('the angles of single pairs, in the file', async () => {
    const { dataset } = await asking.ask(`{
      dataset(name: "seal-small") { pairs(first: 50) { edges { node { rewardShift { degrees radians } } } } }
    }`)
    const angles = dataset.pairs.edges.map(({ node }: Whole) => node.rewardShift)
    expectAgree(
      angles.map(({ degrees }: Whole) => degrees),
      expected.rewardShiftFirst,
    )
    expectAgree(
      angles.map(({ radians }: Whole) => (radians * 180) / Math.PI),
      expected.rewardShiftFirst,
    )
  })

  it('the same answer twice', async () => {
    expect(await ask(asking)).toEqual(whole)
  })
})

describe('the whole answer', () => {
  it.skipIf(databases().length < 2)('is the same on all databases', () => {
    const [first, ...rest] = [...answers.values()].map((answer) => withoutTimes(JSON.stringify(answer)))
    expect(rest).toHaveLength(databases().length - 1)
    for (const answer of rest) expect(answer).toEqual(first)
  })

  it('asks for every field of what it is about', () => {
    const asked = new Set<string>()
    const types = new TypeInfo(schema)
    visit(
      parse(WHOLE_ANSWER),
      visitWithTypeInfo(types, {
        Field: ({ name }) => void asked.add(`${types.getParentType()?.name}.${name.value}`),
      }),
    )
    // Asked for by tests of their own.
    const isOther = (name: string) =>
      name.startsWith('__') ||
      ['Subscription', 'OutcomeChange', 'Mutation'].includes(name) ||
      name.endsWith('Payload')
    const all = Object.values(schema.getTypeMap())
      .filter(({ name }) => !isOther(name))
      .flatMap((type) =>
        isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
      )
    expect(
      all.filter((field) => !asked.has(field)),
      'ask for these in test/graphql/whole-answer.ts',
    ).toEqual([])
  })
})
