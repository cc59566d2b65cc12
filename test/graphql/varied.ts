import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestSources, SEAL_SMALL } from './ask.ts'

type Row = Record<string, string>

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

/** Texts that searching can stumble over, as [question, chosen, rejected]. */
const TEXTS = [
  ['How sure?', '100% sure', '100 percent'],
  ['Which style?', 'snake_case', 'snakeXcase'],
  ['Which bar?', 'a back\\slash', 'a forward/slash'],
  ['Wie?', 'Schöne GRÜSSE', 'nichts'],
  ['Smile?', 'Sure 😀', 'No 😁'],
  ['Quotes?', `it's "fine"`, 'none'],
  ['LOUD?', 'MiXeD CaSe', 'plain'],
  ['ASCII case?', 'the UPPER half', 'the lower half'],
]
export const PAIRS = 160 + TEXTS.length

const conversation = (question: string, answer: string) => `\n\nHuman: ${question}\n\nAssistant: ${answer}`

const lineOf = ([question, chosen, rejected]: string[]) =>
  JSON.stringify({ chosen: conversation(question, chosen), rejected: conversation(question, rejected) })

/**
 * The dataset `varied`: 168 pairs with everything that the fixture has not. Two subsets and pairs without
 * one; missing rewards, ties, vectors without length; pairs without labels and with one label only; texts
 * full of wildcards. Its labels and rewritings are the fixture's.
 */
export const ingestVaried = async (context: Context): Promise<void> => {
  const dataset = 'varied'
  const directory = mkdtempSync(path.join(tmpdir(), 'seal-varied-'))
  const file = (name: string, lines: readonly string[]) => {
    const written = path.join(directory, name)
    writeFileSync(written, `${lines.join('\n')}\n`)
    return written
  }
  /** Some rows of a table of the fixture. */
  const table = (source: keyof typeof SEAL_SMALL, change: (row: Row, rowId: number) => Row | null) => {
    const rows = parse<Row>(readFileSync(SEAL_SMALL[source]), { columns: true })
    const kept = rows
      .filter((row) => Number(row.row_id) < PAIRS)
      .map((row) => change(row, Number(row.row_id)))
      .filter((row) => row !== null)
    const header = Object.keys(rows[0])
    const lines = kept.map((row) => header.map((name) => quoted(row[name])).join(','))
    return file(`${source}.csv`, [header.join(','), ...lines])
  }
  /** Whole numbers, so that margins tie. */
  const rounded = (row: Row): Row => ({
    row_id: row.row_id,
    chosen_score: `${Math.round(Number(row.chosen_score))}`,
    rejected_score: `${Math.round(Number(row.rejected_score))}`,
    agreement: '',
  })
  try {
    const lines = readFileSync(SEAL_SMALL.pairs, 'utf8').split('\n')
    const add = (name: string, firstRowId: number, pairs: readonly string[], subset?: string) =>
      ingestPairs(context, { dataset, files: [file(name, pairs)], firstRowId, subset })
    await add('harmless.jsonl', 0, lines.slice(0, 100), 'harmless')
    await add('helpful.jsonl', 100, lines.slice(100, 160), 'helpful')
    await add('texts.jsonl', 160, TEXTS.map(lineOf))
    await ingestSources(context, dataset, {
      pre: table('pre', (row, rowId) => {
        if (rowId % 10 === 3) return null
        return rowId % 20 === 5
          ? { ...row, chosen_score: '0', rejected_score: '0' }
          : rowId % 4
            ? row
            : rounded(row)
      }),
      post: table('post', (row, rowId) => (rowId % 10 === 7 ? null : rowId % 4 ? row : rounded(row))),
      labels: table('labels', (row, rowId) => {
        const keep = rowId % 6 !== 2 && !(rowId % 6 === 4 && row.preference === 'rejected')
        return keep ? row : null
      }),
      control: table('control', (row, rowId) => (rowId < 50 ? row : null)),
      rewrites: table('rewrites', (row, rowId) =>
        rowId < 100 && rowId % 10 !== 3 && rowId % 10 !== 7 ? row : null,
      ),
    })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
