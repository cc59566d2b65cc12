import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { readRewards } from '../../src/ingest/rewards.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture, sourceOf } from './files.ts'

const HEADER = 'row_id,chosen_score,rejected_score'

it('reads rewards, whatever the order of the columns', async () => {
  const content =
    '\ufeffrejected_score,agreement,row_id,chosen_score\r\n-1.5,True,0,2\r\n+.5e-3,,2147483647,1E2\r\n'
  const stream = readRewards(await sourceOf(content))
  const { records, lines } = await collect(stream.rows)
  expect(records).toEqual([
    { rowId: 0, chosen: 2, rejected: -1.5 },
    { rowId: 2147483647, chosen: 100, rejected: 0.0005 },
  ])
  expect(lines).toEqual([2, 3])
  expect(stream.notices).toEqual([])
})

it.each([
  'nan',
  'NaN',
  'inf',
  '-inf',
  'Infinity',
  '',
  'abc',
  '0x10',
  '1_000',
  '1e999',
  ' 1',
  '1,5',
  '.',
  '1e',
  '--1',
])('rejects the score %j with its column', async (score) => {
  const { records, rejected } = await collect(
    readRewards(await sourceOf(`${HEADER}\n0,1,2\n7,1,"${score}"\n8,1,2\n`)).rows,
  )
  expect(records.map(({ rowId }) => rowId)).toEqual([0, 8])
  const reason = `rejected_score is ${JSON.stringify(score)}; it must be a finite number`
  expect(rejected).toEqual([{ line: 3, rowId: 7, reason }])
})

it.each(['', '-1', '1.0', '1e3', '2147483648', 'x', '0x1', ' 1'])('rejects the row id %j', async (rowId) => {
  const { records, rejected } = await collect(readRewards(await sourceOf(`${HEADER}\n${rowId},1,2\n`)).rows)
  expect(records).toEqual([])
  expect(rejected).toEqual([{ line: 2, rowId: undefined, reason: expect.stringMatching(/^row_id is "/) }])
})

it('counts agreements that contradict the scores, and columns it does not read', async () => {
  const content = `${HEADER},agreement,extra\n0,1,2,True,\n1,2,1,True,\n2,2,1,0,x\n3,1,1,False,\n4,1,2,?,\n`
  const stream = readRewards(await sourceOf(content))
  expect((await collect(stream.rows)).records.length).toBe(5)
  expect(stream.notices).toEqual([
    expect.stringMatching(/nothing is read from extra$/),
    expect.stringMatching(/contradicts the scores in 2 rows/),
  ])
})

it('names all missing columns before any row', async () => {
  const { error, records } = await collect(readRewards(await sourceOf('row_id,score\n0,1\n')).rows)
  expect(error?.message).toMatch(/lacks the columns chosen_score, rejected_score; it has row_id, score$/)
  expect(records).toEqual([])
})

it('rejects a last line that is cut, and never takes half a number from a gzip that is', async () => {
  const content = `${HEADER}\n${Array.from({ length: 50 }, (_, row) => `${row},${row}.25,${row * row}.125\n`).join('')}`
  const { rejected } = await collect(readRewards(await sourceOf(content.slice(0, -10))).rows)
  expect(rejected).toEqual([{ line: 51, reason: 'the row has 2 cells, the header 3 columns' }])
  const gzip = gzipSync(content)
  for (let size = 2; size < gzip.length; size++) {
    const { records, error } = await collect(readRewards(await sourceOf(gzip.subarray(0, size))).rows)
    expect(error).toBeInstanceOf(CutShort)
    for (const { rowId, chosen, rejected: other } of records) {
      expect([chosen, other]).toEqual([rowId + 0.25, rowId * rowId + 0.125])
    }
  }
})

it.each(['compare-pre.csv', 'compare-post.csv'])('reads the small fixture %s', async (name) => {
  const path = fixture(`seal-small/${name}`)
  if (path === null) return
  const stream = readRewards(await openSource(path))
  const { records, rejected } = await collect(stream.rows)
  expect([records.length, rejected, stream.notices]).toEqual([600, [], []])
})

it('shows what it has instead of its columns, however long or binary', async () => {
  const names = [
    '\u001b[2J',
    'x'.repeat(1000),
    'plain',
    ...Array.from({ length: 60 }, (_, index) => `c${index}`),
  ]
  const { rows } = readRewards(await sourceOf(`${names.join(',')}\n`))
  const { error } = await collect(rows)
  expect(error?.message).toMatch(` it has "\\u001b[2J", "${'x'.repeat(60)}…", plain, c0, c1,`)
  expect(error?.message).toMatch(/, c46 and 13 more$/)
})

it.each([
  ['JSON lines', (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')],
  ['an array', (rows: object[]) => JSON.stringify(rows)],
])('also come as %s, a score as a list of one, too', async (_, written) => {
  const rows = [
    { row_id: 0, chosen_score: 1.5, rejected_score: [-0.5], agreement: false },
    { row_id: '1', chosen_score: null, rejected_score: 1 },
    { row_id: -1, chosen_score: 1, rejected_score: 1 },
    { row_id: 2, chosen_score: 2, rejected_score: 1, agreement: true },
  ]
  const stream = readRewards(await sourceOf(written(rows)))
  const { records, rejected } = await collect(stream.rows)
  expect(records).toEqual([
    { rowId: 0, chosen: 1.5, rejected: -0.5 },
    { rowId: 2, chosen: 2, rejected: 1 },
  ])
  expect(rejected.map(({ reason }) => reason)).toEqual([
    '"chosen_score" is "null"; it must be a finite number',
    expect.stringMatching(/^row_id is "-1"; it must be an integer from 0 to /),
  ])
  expect(stream.notices).toEqual([expect.stringMatching(/agreement contradicts the scores in 1 row;/)])
})
