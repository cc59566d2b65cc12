import { readFile, writeFile } from 'node:fs/promises'
import { csvRow } from './csv.ts'

const HEADER = ['row_id', 'chosen_score', 'rejected_score'] as const

/** Each row's id and both scores. */
const scoresIn = async (file: string): Promise<number[][]> => {
  const [, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n')
  return lines.map((line) => line.split(',', HEADER.length).map(Number))
}

/**
 * Writes the rewards of a checkpoint between two models, in the reference's format: so far on the way, from 0 to 1, from each of
 * the one's rewards to the other's.
 */
export const writeCheckpoint = async (
  { before, after }: { before: string; after: string },
  way: number,
  file: string,
): Promise<void> => {
  const [first, last] = [await scoresIn(before), await scoresIn(after)]
  const rows = first.map(([row, ...scores], at) =>
    csvRow([row, ...scores.map((score, side) => score + way * (last[at][side + 1] - score))]),
  )
  await writeFile(file, [csvRow([...HEADER]), ...rows].join(''))
}
