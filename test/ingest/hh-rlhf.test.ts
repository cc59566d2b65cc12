import { expect, it } from 'vitest'
import { hhRlhf } from '../../src/ingest/hh-rlhf.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture, sourceOf } from './files.ts'

const chosen = '\n\nHuman: hi\n\nAssistant: hello'
const rejected = '\n\nHuman: hi\n\nAssistant: go away'
const line = (pair: object) => `${JSON.stringify(pair)}\n`

it('reads pairs; the row id is the line from 0, or from what is given', async () => {
  const stream = readPairs(hhRlhf, await sourceOf(line({ chosen, rejected }).repeat(3)), {
    subset: 'harmless-base',
    firstRowId: 40,
  })
  const { records, lines } = await collect(stream.rows)
  expect(records[0]).toEqual({ rowId: 40, subset: 'harmless-base', chosen, rejected })
  expect(records.map(({ rowId }) => rowId)).toEqual([40, 41, 42])
  expect(lines).toEqual([1, 2, 3])
  expect(stream.rowIds).toBe(3)
  expect(stream.notices).toEqual([])
})

it('counts blank lines between pairs, not those at the end', async () => {
  const stream = readPairs(
    hhRlhf,
    await sourceOf(`${line({ chosen, rejected })}\n${line({ chosen, rejected })}\n\n`),
  )
  const { records, rejected: bad } = await collect(stream.rows)
  expect(records.map(({ rowId }) => rowId)).toEqual([0, 2])
  expect(bad).toEqual([])
  expect(stream.rowIds).toBe(3)
  expect(stream.notices).toEqual([expect.stringMatching(/1 blank line has/)])
})

it.each([
  ['{"chosen": "x"', /is not JSON/],
  ['[]', /not a JSON object/],
  ['null', /not a JSON object/],
  [JSON.stringify({ chosen }), /^"rejected" is missing; the line has chosen$/],
  [JSON.stringify({ rejected }), /^"chosen" is missing; the line has rejected$/],
  [JSON.stringify({ chosen: [1], rejected }), /^"chosen" is not a string: \[1\]; --format trl takes it$/],
  [JSON.stringify({ chosen: null, rejected }), /^"chosen" is null$/],
  [JSON.stringify({ chosen: '', rejected }), /^the chosen conversation is empty$/],
  [JSON.stringify({ chosen: '\n\nHuman: hi', rejected }), /^the chosen conversation has no assistant turn$/],
  [
    JSON.stringify({ prompt: 'hi', chosen: 'a', rejected }),
    /no assistant turn; the line has prompt, chosen, rejected; --format trl takes it$/,
  ],
  [JSON.stringify({ chosen, rejected: 'hi' }), /^the rejected conversation has no assistant turn$/],
  [JSON.stringify({ chosen: `${chosen}\0`, rejected }), /^the chosen conversation has a NUL character/],
  [
    `{"chosen": "Assistant: \\ud800", "rejected": "Assistant: x"}`,
    /^the chosen conversation has a lone surrogate/,
  ],
])('rejects %s', async (bad, reason) => {
  const pair = line({ chosen, rejected })
  const { records, rejected: rows } = await collect(
    readPairs(hhRlhf, await sourceOf(`${pair}${bad}\n${pair}`)).rows,
  )
  expect(records.map(({ rowId }) => rowId)).toEqual([0, 2])
  expect(rows).toEqual([{ line: 2, rowId: 1, reason: expect.stringMatching(reason) }])
})

it('takes emoji spelled as a surrogate pair', async () => {
  const content = '{"chosen": "Assistant: \\ud83d\\ude00", "rejected": "Assistant: x"}'
  const { records } = await collect(readPairs(hhRlhf, await sourceOf(content)).rows)
  expect(records[0].chosen).toBe('Assistant: 😀')
})

it('refuses an empty file', async () => {
  expect((await collect(readPairs(hhRlhf, await sourceOf('\n\n')).rows)).error?.message).toMatch(/is empty$/)
})

const published = fixture('hh-rlhf/harmless-base-test.jsonl.gz')
it.skipIf(published === null)('reads the published harmless-base test split', async () => {
  const stream = readPairs(hhRlhf, await openSource(published!))
  const { records, rejected: bad } = await collect(stream.rows)
  expect(bad).toEqual([])
  expect(records.length).toBe(2312)
  expect(stream.rowIds).toBe(2312)
  expect(stream.notices).toEqual([])
})

const small = fixture('seal-small/pairs.jsonl')
it.skipIf(small === null)('reads the small fixture', async () => {
  const { records, rejected: bad } = await collect(readPairs(hhRlhf, await openSource(small!)).rows)
  expect([records.length, bad]).toEqual([600, []])
})
