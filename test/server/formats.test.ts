import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { writeTable } from '../../src/server/tables/formats.ts'

async function* part(texts: readonly (string | number)[]) {
  yield { columns: ['cell'], rows: texts.map((text) => [text]) }
}

const cells = async (texts: readonly (string | number)[]) => {
  let text = ''
  for await (const piece of writeTable('csv', part(texts))) text += piece
  return parse(text, { columns: true }).map((row) => (row as { cell: string }).cell)
}

it('what a spreadsheet takes for a formula has a mark in front, in every script', async () => {
  const formulas = ['=1', '+1', '-1', '@a', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠a']
  expect(await cells(formulas)).toEqual(formulas.map((text) => `'${text}`))
})

it('numbers and other texts are what they are', async () => {
  expect(await cells([-1, 'a=1', ' =1', "'", '', '1-2'])).toEqual(['-1', 'a=1', ' =1', "'", '', '1-2'])
})
