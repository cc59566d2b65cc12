import { statSync } from 'node:fs'
import { InvalidInput } from '../domain/errors.ts'
import { readObjects } from './objects.ts'
import type { Fields } from './pair-format.ts'
import { type Input, openSource } from './source.ts'

const ROWS = 100

/**
 * Rows that a file begins with, all of their columns.
 *
 * @throws InvalidInput for a file that can't be read up to its first row, and for a pipe, which would be empty then
 */
export const sampleOf = async (file: string | Input, signal?: AbortSignal): Promise<Fields[]> => {
  const source = await openSource(file, signal)
  if (statSync(source.path).isFIFO())
    throw new InvalidInput(
      `${source.file} is a pipe, which can be read once only: give it as standard input (-)`,
    )
  const sample: Fields[] = []
  let seen = 0
  try {
    const all = {
      format: '',
      needed: [],
      optional: (header: readonly string[]) => header,
      check: () => undefined,
    }
    for await (const batch of readObjects(source, all)) {
      for (const row of batch)
        if (
          'record' in row &&
          typeof row.record === 'object' &&
          row.record !== null &&
          !Array.isArray(row.record)
        )
          sample.push(row.record as Fields)
      seen += batch.length
      if (sample.length >= ROWS || seen >= 10 * ROWS) break
    }
  } catch (error) {
    // What comes later is told by whoever reads it all.
    if (sample.length === 0 || !(error instanceof InvalidInput)) throw error
  }
  return sample.slice(0, ROWS)
}
