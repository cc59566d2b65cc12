import { readFileSync } from 'node:fs'
import type { Outcome } from '../../src/pipeline/ingest.ts'

export { fixture, tempFile } from '../ingest/files.ts'

/** A conversation whose last turn is `answer`. */
export const conversation = (answer: string, question = 'Hi?') =>
  `\n\nHuman: ${question}\n\nAssistant: ${answer}`

/** hh-rlhf lines of pairs with these answers. */
export const pairLines = (answers: readonly (readonly [chosen: string, rejected: string])[]) =>
  answers
    .map(([chosen, rejected]) =>
      JSON.stringify({ chosen: conversation(chosen), rejected: conversation(rejected) }),
    )
    .map((line) => `${line}\n`)
    .join('')

/** So many lines of pairs that differ. */
export const manyPairs = (count: number) =>
  pairLines(Array.from({ length: count }, (_, row) => [`yes ${row}`, `no ${row}`] as const))

const quoted = (cell: string | number) => `"${`${cell}`.replaceAll('"', '""')}"`

export const csv = (header: string, rows: readonly (readonly (string | number)[])[]) =>
  `${header}\n${rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')}`

export const REWARDS = 'row_id,chosen_score,rejected_score'

export const rejectsOf = ({ rejectsFile }: Pick<Outcome, 'rejectsFile'>) => readFileSync(rejectsFile, 'utf8')
