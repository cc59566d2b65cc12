import { expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import { readRewrites } from '../../src/ingest/rewrites.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture, sourceOf } from './files.ts'

const taxonomy: Taxonomy = {
  features: [
    { name: 'is_jargon', title: 't', description: 'd', kind: 'BOOLEAN', role: 'TARGET', inRegressions: true },
    { name: 'tone', title: 't', description: 'd', kind: 'TERNARY', role: 'SPOILER', inRegressions: true },
  ],
  priority: [],
  topics: [],
  discriminations: [],
}
const ROW: Record<string, string> = {
  row_id: '5',
  original_chosen_text: '\n\nHuman: a "q"\n\nAssistant: oc 😀',
  original_rejected_text: '\n\nHuman: a\n\nAssistant: or',
  rewritten_chosen_text: '\n\nHuman: a\n\nAssistant: rc',
  rewritten_rejected_text: '\n\nHuman: a\n\nAssistant: rr',
  original_to_rewritten_chosen_vector_cos_sim: '1.00000012',
  original_to_rewritten_rejected_vector_cos_sim: '',
  original_chosen_score_rm_aligned: '1',
  original_rejected_score_rm_aligned: '2',
  original_chosen_score_rm_control: '3',
  original_rejected_score_rm_control: '4',
  rewritten_chosen_score_rm_aligned: '5',
  rewritten_rejected_score_rm_aligned: '6',
  rewritten_chosen_score_rm_control: '',
  rewritten_rejected_score_rm_control: '8e-1',
  rewritten_agreement_dataset_and_rm_control: 'True',
  original_chosen_is_jargon: 'True',
  rewritten_rejected_tone: 'negative',
}
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const csv = (row: Record<string, string>) =>
  `${Object.keys(row).join(',')}\n${Object.values(row).map(quoted).join(',')}\n`
const read = async (row: Record<string, string>, options = {}) => {
  const stream = readRewrites(await sourceOf(csv(row)), { taxonomy, ...options })
  return { ...(await collect(stream.rows)), notices: stream.notices }
}

it('reads both versions of both entries', async () => {
  const { records, lines, notices } = await read(ROW)
  expect(records).toEqual([
    {
      rowId: 5,
      original: {
        CHOSEN: { text: ROW.original_chosen_text, pre: 3, post: 1, values: [1, undefined] },
        REJECTED: { text: ROW.original_rejected_text, pre: 4, post: 2, values: [undefined, undefined] },
      },
      rewritten: {
        CHOSEN: { text: ROW.rewritten_chosen_text, pre: null, post: 5, values: [undefined, undefined] },
        REJECTED: { text: ROW.rewritten_rejected_text, pre: 0.8, post: 6, values: [undefined, -1] },
      },
      similarity: { CHOSEN: 1.00000012, REJECTED: null },
    },
  ])
  expect(lines).toEqual([2])
  expect(notices).toEqual([])
})

it.each([
  [
    'original_to_rewritten_chosen_vector_cos_sim',
    '1.01',
    /vector_cos_sim is "1.01"; a cosine lies between -1 and 1$/,
  ],
  [
    'original_to_rewritten_rejected_vector_cos_sim',
    'nan',
    /vector_cos_sim is "nan"; it must be a finite number$/,
  ],
  ['rewritten_chosen_score_rm_control', 'inf', /^rewritten_chosen_score_rm_control is "inf"/],
  ['rewritten_chosen_text', '', /^the rewritten chosen conversation is empty$/],
  ['rewritten_chosen_text', 'Human: hi', /^the rewritten chosen conversation has no assistant turn$/],
  ['original_rejected_text', 'Human: hi', /^the original rejected conversation has no assistant turn$/],
  ['rewritten_rejected_text', 'Assistant: \0', /^the rewritten rejected conversation has a NUL/],
  ['rewritten_rejected_tone', 'sad', /^rewritten_rejected_tone is "sad"; it must be negative, neutral/],
  ['row_id', '5.0', /^row_id is "5.0"/],
])('rejects %s %j', async (column, cell, reason) => {
  const { records, rejected } = await read({ ...ROW, [column]: cell })
  expect(records).toEqual([])
  expect(rejected.map((row) => [row.line, row.rowId, row.reason])).toEqual([
    [2, column === 'row_id' ? undefined : 5, expect.stringMatching(reason)],
  ])
})

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(ROW).filter(([name]) => !names.includes(name)))

it('needs texts always, scores and cosines unless told otherwise', async () => {
  const noText = without('row_id', 'rewritten_chosen_text')
  expect((await read(noText, { allowMissing: true })).error?.message).toMatch(
    /lacks the columns row_id, rewritten_chosen_text; it has/,
  )
  const partial = without('original_chosen_score_rm_aligned', 'original_to_rewritten_chosen_vector_cos_sim')
  expect((await read(partial)).error?.message).toMatch(
    /lacks the columns original_to_rewritten_chosen_vector_cos_sim, original_chosen_score_rm_aligned; it has .*; --incomplete/,
  )
  const { records } = await read(partial, { allowMissing: true })
  expect([records[0].original.CHOSEN.post, records[0].similarity.CHOSEN]).toEqual([null, null])
})

it("needs the reference's labels where the taxonomy has their features", async () => {
  const { error } = await read(ROW, { taxonomy: SEAL_TAXONOMY })
  expect(error?.message.match(/last_response_/g)?.length).toBe(20)
  const { records, notices } = await read(ROW, { taxonomy: SEAL_TAXONOMY, allowMissing: true })
  expect(records[0].original.CHOSEN.values).toEqual(SEAL_TAXONOMY.features.map(() => undefined))
  expect(notices).toEqual([
    expect.stringMatching(/nothing is read from original_chosen_is_jargon, rewritten_rejected_tone$/),
  ])
})

const path = fixture('seal-small/rewrite.csv')
it.skipIf(path === null)('reads the small fixture', async () => {
  const stream = readRewrites(await openSource(path!), { taxonomy: SEAL_TAXONOMY })
  const { records, rejected } = await collect(stream.rows)
  expect([records.length, rejected, stream.notices]).toEqual([400, [], []])
  const known = records.flatMap(({ original, rewritten }) =>
    [...Object.values(original), ...Object.values(rewritten)].map(
      ({ values }) => values.filter((value) => value !== undefined).length,
    ),
  )
  expect(new Set(known)).toEqual(new Set([5]))
})
