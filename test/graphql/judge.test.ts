import { describe, expect, it } from 'vitest'
import { ingestSealSmall, shared } from './ask.ts'

describe('judge', () => {
  const api = shared(ingestSealSmall)
  const query = (fields: string) => `query ($objectives: [ObjectiveInput!]!) {
    dataset(name: "seal-small") { judge(objectives: $objectives) { ${fields} } }
    other: dataset(name: "seal-small") { name }
  }`
  const judged = async (objectives: object[]) =>
    (await api.ask(query('name outcome estimate { estimate standardError } pairs message'), { objectives }))
      .dataset.judge
  const broken = async (objective: object) => {
    const objectives = [{ name: 'it', metric: 'ALIGNMENT', ...objective }]
    return api.answer(query('outcome'), { objectives })
  }

  it('is of the numbers that an audit has', async () => {
    const verdicts = await judged([
      { name: 'a', metric: 'ALIGNMENT', atLeast: 0.05 },
      { name: 'b', metric: 'IMPRINT', feature: 'is_harmless', stage: 'PRE', within: { lower: -9, upper: 9 } },
      { name: 'c', metric: 'CHOICE', feature: 'is_harmless', post: 'pre-model', atMost: 99 },
      { name: 'd', metric: 'MEAN_SHIFT', where: { rowId: { lte: 90 } }, atLeast: -180 },
    ])
    const { audit, pre, slice } = (
      await api.ask(`{ dataset(name: "seal-small") {
        audit { alignment { score pairs } imprint(feature: "is_harmless", stage: PRE) { estimate standardError } }
        pre: audit(post: "pre-model") { choices(by: MODEL) { pairs term(feature: "is_harmless") { estimate standardError } } }
        slice: audit(where: { rowId: { lte: 90 } }) { rewardShift { mean pairs } }
      } }`)
    ).dataset
    const [a, b, c, d] = verdicts
    expect([a.estimate.estimate, a.pairs]).toEqual([audit.alignment.score, audit.alignment.pairs])
    expect(b.estimate).toEqual(audit.imprint)
    expect([c.estimate, c.pairs]).toEqual([pre.choices.term, pre.choices.pairs])
    expect([d.estimate.estimate, d.pairs]).toEqual([slice.rewardShift.mean, slice.rewardShift.pairs])
    expect(verdicts.map(({ name, outcome }: { name: string; outcome: string }) => name + outcome)).toEqual([
      ...['aPASS', 'bPASS', 'cPASS', 'dPASS'],
    ])
  })

  it('finds pairs by texts and by ids, on either side of a comparison', async () => {
    const where = { text: 'e' }
    const [same, other, terms, ids] = await judged([
      { name: 'same', metric: 'ALIGNMENT', where, noWorseThan: { post: 'pre-model', margin: 0.9 } },
      {
        ...{ name: 'other', metric: 'ALIGNMENT', where: { rowId: { lte: 300 } } },
        noWorseThan: { where: { text: 'answer 1' }, margin: 0.9 },
      },
      {
        ...{ name: 'terms', metric: 'CHOICE', feature: 'is_harmless', where: { rowId: { gte: 0 } } },
        noWorseThan: { where, margin: 99 },
      },
      { name: 'ids', metric: 'ALIGNMENT', where: { pairId: [] }, atLeast: 0.5 },
    ])
    const { audit, first, ones } = (
      await api.ask(
        `query ($where: PairFilter) { dataset(name: "seal-small") {
          audit(where: $where) { alignment { score pairs } pre: alignment(stage: PRE) { score } }
          first: audit(where: { rowId: { lte: 300 } }) { alignment { score } }
          ones: audit(where: { text: "answer 1" }) { alignment { score pairs } }
        } }`,
        { where },
      )
    ).dataset
    expect(audit.alignment.pairs).toBeGreaterThan(0)
    expect(same.estimate.estimate).toBeCloseTo(audit.alignment.score - audit.pre.score, 12)
    expect(other.estimate.estimate).toBeCloseTo(first.alignment.score - ones.alignment.score, 12)
    expect(ones.alignment.pairs).toBe(111)
    expect(terms.estimate.estimate).not.toBeNull()
    expect(ids.outcome).toBe('INCONCLUSIVE')
  })

  it.each([
    [
      'a name that is not there',
      { post: 'nobody', atLeast: 0.5 },
      /^objective "it": post: unknown reward model "nobody"/,
    ],
    [
      'an id that no pair has',
      { where: { pairId: ['no'] }, atLeast: 0.5 },
      /^objective "it": where: unknown pair id "no"/,
    ],
    ['two bounds', { atLeast: 0.5, atMost: 0.6 }, /^objective "it": atMost: give exactly one of/],
  ])('says what is wrong, and leaves the rest of the answer: %s', async (_, objective, message) => {
    const { data, errors } = await broken(objective)
    expect(data).toEqual({ dataset: { judge: null }, other: { name: 'seal-small' } })
    expect(errors).toHaveLength(1)
    expect(errors[0].extensions.code).toBe('INVALID_INPUT')
    expect(errors[0].message).toMatch(message)
  })
})
