import { expect, it } from 'vitest'
import { ingestSealSmall, type Problem, shared } from './ask.ts'

const asking = shared(ingestSealSmall)

type Slice = { key: string; where: string; audit: { id: string } }

const auditsWith = async (...args: string[]): Promise<string[]> => {
  const fields = args.map((one, at) => `a${at}: audit${one} { id }`).join(' ')
  const { dataset } = await asking.ask(`{ dataset(name: "seal-small") { ${fields} } }`)
  return Object.values<{ id: string }>(dataset).map(({ id }) => id)
}

it('an audit has one id, however it was asked for', async () => {
  const ids = await auditsWith(
    '',
    '(pre: "pre-model")',
    '(post: "post-model", labeler: "labeler", where: null)',
  )
  expect(new Set(ids).size).toBe(1)
  const [again] = await auditsWith('')
  expect(again).toBe(ids[0])
})

it('audits of other models, labelers or pairs have other ids', async () => {
  const ids = await auditsWith(
    '',
    '(post: "pre-model")',
    '(pre: "post-model", post: "pre-model")',
    '(labeler: "control")',
    '(where: { rowId: { lte: 9 } })',
    '(where: { rowId: { lte: 10 } })',
    '(where: { not: { rowId: { lte: 9 } } })',
  )
  expect(new Set(ids).size).toBe(7)
})

it('the audits of slices, of checkpoints and of the other side of a comparison do, too', async () => {
  const { dataset } = await asking.ask(`{ dataset(name: "seal-small") {
    audit {
      id
      breakdown(by: REGIME) { key where audit { id } }
      compare(with: { labeler: "control" }) { first { id } second { id } }
    }
    trajectory { audit { id } }
  } }`)
  const { audit, trajectory } = dataset
  const { first, second } = audit.compare
  expect(first.id).toBe(audit.id)
  const ids = [
    ...[audit.id, second.id],
    ...audit.breakdown.map(({ audit }: Slice) => audit.id),
    ...trajectory.map(({ audit }: Slice) => audit.id),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  // By name the post model comes first.
  const [other] = await auditsWith('(pre: "post-model", post: "pre-model")')
  expect(trajectory[1].audit.id).toBe(other)
  const [{ where, audit: slice }] = audit.breakdown as Slice[]
  const { dataset: named } = await asking.ask(
    'query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where) { id } } }',
    { where: JSON.parse(where) },
  )
  expect(named.audit.id).toBe(slice.id)
})

it("an audit that can't be had has an id, so that its dataset is answered", async () => {
  const fields = '{ name a: audit(pre: "no") { id alignment { pairs } } b: audit(post: "no") { id } }'
  const { data, errors } = await asking.answer(`{ dataset(name: "seal-small") ${fields} }`)
  const { name, a, b } = data.dataset
  expect([name, a.alignment, a.id === b.id]).toEqual(['seal-small', null, false])
  expect((errors as Problem[]).map(({ extensions }) => extensions?.code)).toEqual(['NOT_FOUND'])
})
