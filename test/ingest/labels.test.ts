import { expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import { readLabels } from '../../src/ingest/labels.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture, sourceOf } from './files.ts'

const feature = { title: 't', description: 'd', role: 'TARGET', inRegressions: true } as const
const taxonomy: Taxonomy = {
  features: [
    { ...feature, name: 'is_jargon', kind: 'BOOLEAN' },
    { ...feature, name: 'tone', kind: 'TERNARY' },
  ],
  priority: [],
  topics: [],
  discriminations: [],
}
const withTopics = { ...taxonomy, topics: ['a'], discriminations: ['b'] }
const read = async (content: string, options = {}) => {
  const stream = readLabels(await sourceOf(content), { taxonomy, ...options })
  return { ...(await collect(stream.rows)), notices: stream.notices }
}

it('reads labels beside texts with newlines, quotes and emoji', async () => {
  const { records, lines, notices } = await read(
    `row_id,preference,text,tone,is_jargon,topics,discriminatesAgainst
0,chosen,"
say ""hi"" 😀,
",positive,True,"['a', ""b's""]",[]
0,rejected,x,,,,"[""Gender""]"
1,chosen,x,-1,0,[],
`.replaceAll('\n', '\r\n'),
  )
  const none = { topics: [], discriminatesAgainst: [], numbers: [] }
  expect(records).toEqual([
    { ...none, rowId: 0, side: 'CHOSEN', values: [1, 1], topics: ['a', "b's"] },
    { ...none, rowId: 0, side: 'REJECTED', values: [null, null], discriminatesAgainst: ['Gender'] },
    { ...none, rowId: 1, side: 'CHOSEN', values: [0, -1] },
  ])
  expect(lines).toEqual([2, 5, 6])
  expect(notices).toEqual([])
})

it('knows every spelling of a value', async () => {
  const header = 'row_id,preference,is_jargon,tone\n'
  const spelled = ['True,negative', 'true,-1', '1,neutral', 'False,0', 'false,positive', '0,1', ',']
  const { records } = await read(header + spelled.map((cells, row) => `${row},chosen,${cells}\n`).join(''))
  expect(records.map(({ values }) => values)).toEqual([
    [1, -1],
    [1, -1],
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 1],
    [null, null],
  ])
})

it.each([
  ['7,chosen,maybe,0,[]', 'is_jargon is "maybe"; it must be True or False, or empty when unknown'],
  ['7,chosen,-1,0,[]', /^is_jargon is "-1"/],
  ['7,chosen,1,True,[]', 'tone is "True"; it must be negative, neutral or positive, or empty when unknown'],
  ['7,Chosen,1,0,[]', 'preference is "Chosen"; it must be chosen or rejected'],
  ['7,,1,0,[]', /^preference is ""/],
  ["7,chosen,1,0,['a", /^topics is "\['a"; it must be a list such as/],
  [String.raw`7,chosen,1,0,['\x00']`, /^topics has a NUL/],
  [String.raw`7,chosen,1,0,['\ud800']`, /^topics has a lone surrogate/],
])('rejects %s', async (row, reason) => {
  const { records, rejected } = await read(
    `row_id,preference,is_jargon,tone,topics\n${row}\n8,chosen,1,0,[]\n`,
  )
  expect(records.map(({ rowId }) => rowId)).toEqual([8])
  expect(rejected).toEqual([
    { line: 2, rowId: 7, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
  ])
})

it('needs every column of the taxonomy, unless told otherwise', async () => {
  const content = 'row_id,preference,tone\n0,chosen,1\n'
  const { error } = await read(content, { taxonomy: withTopics })
  expect(error?.message).toMatch(
    /lacks the columns is_jargon, topics, last_response_is_discriminating_against; it has row_id, preference, tone; --incomplete takes the file without them$/,
  )
  const { records } = await read(content, { taxonomy: withTopics, allowMissing: true })
  expect(records).toEqual([{ rowId: 0, side: 'CHOSEN', values: [undefined, 1], numbers: [] }])
  expect((await read('row_id,preference,tone,is_jargon\n')).error).toBeNull()
})

const numbers = ['toxicity', 'age']

it('reads numbers beside labels, or alone', async () => {
  const beside = await read(
    'row_id,preference,age,tone,is_jargon,toxicity\n0,chosen,7,1,1,-2.5e-3\n0,rejected,,,,\n',
    {
      numbers,
    },
  )
  expect(beside.records.map(({ values, numbers }) => [values, numbers])).toEqual([
    [
      [1, 1],
      [-0.0025, 7],
    ],
    [
      [null, null],
      [null, null],
    ],
  ])
  const told: object[] = []
  const stream = readLabels(
    await sourceOf('row_id,preference,toxicity\n0,chosen,.5\n'),
    { taxonomy, numbers, allowMissing: true },
    (header) => told.push(header),
  )
  const { records } = await collect(stream.rows)
  expect(records).toMatchObject([{ values: [undefined, undefined], numbers: [0.5, undefined] }])
  expect(told).toEqual([{ hasLabels: false, hasNumbers: true }])
})

it.each([
  'NaN',
  'Infinity',
  '-inf',
  '1e999',
  'high',
  'true',
  'null',
  '{}',
  '[1]',
  '0x10',
  '1_000',
  '1 000',
  '٣',
  '--1',
])('rejects %s as a number', async (cell) => {
  const { records, rejected } = await read(
    `row_id,preference,toxicity,age\n7,chosen,"${cell}",1\n8,chosen,1,2\n`,
    { numbers },
  )
  expect(records.map(({ numbers }) => numbers)).toEqual([[1, 2]])
  const reason = `toxicity is "${cell}"; it must be a finite number`
  expect(rejected).toEqual([{ line: 2, rowId: 7, reason }])
})

it.each([
  ['1e60', true],
  ['-1e60', true],
  ['1e-60', true],
  ['-0', true],
  ['1.1e60', false],
  ['-1.7e308', false],
  ['9e-61', false],
  ['5e-324', false],
])('takes %s as a number: %s', async (cell, taken) => {
  const { records, rejected } = await read(`row_id,preference,toxicity,age\n7,chosen,${cell},1\n`, {
    numbers,
  })
  expect(records).toHaveLength(taken ? 1 : 0)
  const reason = `toxicity is "${cell}"; it must be 0, or from 1e-60 to 1e+60 in size`
  expect(rejected).toEqual(taken ? [] : [{ line: 2, rowId: 7, reason }])
})

it('needs all numbers where there is one, and all labels where there is one', async () => {
  const lacks = async (columns: string) => (await read(`row_id,preference,${columns}\n`, { numbers })).error
  expect(await lacks('toxicity,age')).toBeNull()
  expect(await lacks('tone,is_jargon')).toBeNull()
  expect((await lacks('toxicity'))?.message).toMatch(/lacks the column age;.*--incomplete takes/)
  expect((await lacks('toxicity,age,tone'))?.message).toMatch(/lacks the column is_jargon;/)
  expect((await lacks('toxicity,age,topics'))?.message).toMatch(/lacks the columns is_jargon, tone;/)
  expect((await lacks('topics'))?.message).toMatch(
    /no column of any feature: is_jargon, tone, toxicity, age;/,
  )
})

it('needs row_id, preference and one feature in any case', async () => {
  expect((await read('tone\n1\n', { allowMissing: true })).error?.message).toMatch(
    /lacks the columns row_id, preference; it has tone$/,
  )
  expect((await read('row_id,preference,text\n', { allowMissing: true })).error?.message).toMatch(
    /has no column of any feature: is_jargon, tone; it has row_id, preference, text; a taxonomy file declares others \(npm run ingest -- taxonomy\)$/,
  )
})

it('names columns it does not read', async () => {
  const { notices } = await read('row_id,preference,text,is_jargon,tone,mood,note\n')
  expect(notices).toEqual([expect.stringMatching(/nothing is read from mood, note$/)])
})

it.each([
  ['taxonomy.csv', 1200],
  ['taxonomy-control.csv', 400],
])('reads the small fixture %s', async (name, count) => {
  const path = fixture(`seal-small/${name}`)
  if (path === null) return
  const stream = readLabels(await openSource(path), { taxonomy: SEAL_TAXONOMY })
  const { records, rejected, lines } = await collect(stream.rows)
  expect([records.length, rejected, stream.notices]).toEqual([count, [], []])
  expect(records.every(({ values }) => values.length === 17 && !values.includes(null))).toBe(true)
  expect(lines.slice(0, 3)).toEqual([2, 7, 12])
})
