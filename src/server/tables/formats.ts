import papaparse from 'papaparse'
import type { Part } from './table.ts'

export const FORMATS = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json' } as const
export type Format = keyof typeof FORMATS

/** What a spreadsheet would take for a formula, if it were the beginning of a text. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/

const NEWLINE = '\r\n'

async function* csv(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  let header = true
  for await (const { columns, rows } of parts) {
    const lines = header ? [columns, ...rows] : rows
    header = false
    // Numbers are numbers, whatever they begin with: only texts are escaped.
    const text = papaparse.unparse(lines as unknown[][], { escapeFormulae: FORMULA, newline: NEWLINE })
    if (lines.length > 0) yield text + NEWLINE
  }
}

async function* json(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  let before = '['
  for await (const { columns, rows } of parts) {
    const keys = columns.map((name) => `${JSON.stringify(name)}:`)
    let text = ''
    for (const row of rows) {
      text += `${before}\n{${row.map((cell, index) => keys[index] + JSON.stringify(cell)).join()}}`
      before = ','
    }
    if (text) yield text
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** A table as text, a piece for each part: RFC 4180 with a header, or a list of flat objects. */
export const writeTable = (format: Format, parts: AsyncIterable<Part>): AsyncGenerator<string> =>
  format === 'csv' ? csv(parts) : json(parts)
