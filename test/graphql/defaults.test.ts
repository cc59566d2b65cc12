import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestSealSmall, ingestSources, SEAL_SMALL, shared } from './ask.ts'

const fill = async (context: Context) => {
  await ingestSealSmall(context)
  await ingestPairs(context, { dataset: 'bare', files: [SEAL_SMALL.pairs] })
  const third = 'three labelers'
  await ingestPairs(context, { dataset: third, files: [SEAL_SMALL.pairs] })
  await ingestSources(context, third, SEAL_SMALL)
  await ingestLabels(context, { dataset: third, labeler: 'third', file: SEAL_SMALL.control })
}
const asking = shared(fill)

describe("an entry's reward", () => {
  const rewards = async (dataset: string) =>
    (
      await asking.ask(
        `query ($name: String!) { dataset(name: $name) { pair(rowId: 4) { chosen {
          reward { model { name } score } pre: reward(stage: PRE) { model { name } }
          named: reward(model: "pre-model", stage: POST) { model { name } }
        } } } }`.replace(dataset === 'bare' ? /named:.*\n/ : /$^/, ''),
        { name: dataset },
      )
    ).dataset.pair.chosen

  it("is that of the dataset's own post model, or pre model, if none is named", async () => {
    expect(await rewards('seal-small')).toMatchObject({
      reward: { model: { name: 'post-model' }, score: expect.any(Number) },
      pre: { model: { name: 'pre-model' } },
      named: { model: { name: 'pre-model' } },
    })
  })

  it('is null where the dataset has no such model', async () => {
    expect(await rewards('bare')).toEqual({ reward: null, pre: null })
  })
})

describe('labelerAgreement', () => {
  const agreement = (dataset: string, of = '', withOther = '') =>
    asking.answer(
      `query ($name: String!) { dataset(name: $name) { audit${of} { labelerAgreement${withOther} { entries kappa } } } }`,
      { name: dataset },
    )
  const rows = async (...args: Parameters<typeof agreement>) =>
    (await agreement(...args)).data.dataset.audit.labelerAgreement

  it('is with the only other labeler, whichever the audit has', async () => {
    const named = await rows('seal-small', '', '(with: "control")')
    expect(named.length).toBeGreaterThan(0)
    expect(await rows('seal-small')).toEqual(named)
    expect(await rows('seal-small', '(labeler: "control")')).toEqual(
      await rows('seal-small', '(labeler: "control")', '(with: "labeler")'),
    )
  })

  it.each([
    ['bare', 'with: the dataset has no other labeler to compare with; npm run label'],
    ['three labelers', 'with: the dataset has 2 other labelers; name one of control, third'],
  ])('of %s says what to do', async (dataset, message) => {
    const { data, errors } = await agreement(dataset)
    expect(data.dataset.audit.labelerAgreement).toBeNull()
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'INVALID_INPUT' } },
    ])
  })
})

it('what an argument is when it is left out is in the schema, where it is always the same', async () => {
  const { __schema } = await asking.ask(
    `{ __schema { types { name fields { name args { name defaultValue } } } } }`,
  )
  const defaults = new Map<string, string | null>()
  for (const { name: type, fields } of __schema.types)
    for (const { name: field, args } of fields ?? [])
      for (const { name, defaultValue } of args) defaults.set(`${type}.${field}.${name}`, defaultValue)
  expect(defaults.get('Entry.reward.stage')).toBe('POST')
  expect(defaults.get('Audit.rewardDirections.stage')).toBe('POST')
  expect(defaults.get('Audit.probabilityDistribution.side')).toBe('CHOSEN')
})
