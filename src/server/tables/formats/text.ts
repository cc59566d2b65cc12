import papaparse from 'papaparse'
import type { Part } from '../table.ts'

/** What a spreadsheet would take for a formula, if it were the beginning of a text. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/

const NEWLINE = '\r\n'

/** RFC 4180 with a header, a piece for each part. */
export async function* csv(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  let header = true
  for await (const { columns, rows } of parts) {
    const lines = header ? [columns.map(({ name }) => name), ...rows] : rows
    header = false
    // Numbers are numbers, whatever they begin with: only texts are escaped.
    const text = papaparse.unparse(lines as unknown[][], { escapeFormulae: FORMULA, newline: NEWLINE })
    if (lines.length > 0) yield text + NEWLINE
  }
}

/** A list of flat objects, a piece for each part. */
export async function* json(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  let before = '['
  for await (const { columns, rows } of parts) {
    const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`)
    let text = ''
    for (const row of rows) {
      text += `${before}\n{${row.map((cell, index) => keys[index] + JSON.stringify(cell)).join()}}`
      before = ','
    }
    if (text) yield text
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}
