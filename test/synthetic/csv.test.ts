import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRow, pythonList } from '../../scripts/synthetic/csv.ts'

test('a row reads back as it was', () => {
  const text = fc
    .array(fc.constantFrom('a', ',', '"', '\n', '\r', "'", ' ', 'é', '🙂'))
    .map((list) => list.join(''))
  fc.assert(
    fc.property(fc.array(text, { minLength: 2 }), (fields) => {
      expect(parse(csvRow(fields), { recordDelimiter: '\n' })).toEqual([fields])
    }),
  )
})

test.for([
  [[], '[]'],
  [['a'], "['a']"],
  [['a', "b's"], `['a', "b's"]`],
  [[`it's "so"`], `['it\\'s "so"']`],
  [['a\\b'], "['a\\\\b']"],
] as const)('%o in Python is %s', ([items, repr]) => {
  expect(pythonList(items)).toBe(repr)
})
