import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rejected, Row } from '../../src/ingest/row.ts'
import { openSource, type Source } from '../../src/ingest/source.ts'
import { temporaryFolder } from '../temporary.ts'

let files = 0

export const tempFile = (content: string | Buffer): string => {
  const path = join(temporaryFolder(), `file-${files++}`)
  writeFileSync(path, content)
  return path
}

export const sourceOf = (content: string | Buffer): Promise<Source> => openSource(tempFile(content))

export type Collected<T> = { records: T[]; rejected: Rejected[]; lines: number[]; error: Error | null }

/** All rows up to the end, or up to the error that ends them. */
export const collect = async <T>(batches: AsyncIterable<Row<T>[]>): Promise<Collected<T>> => {
  const collected: Collected<T> = { records: [], rejected: [], lines: [], error: null }
  try {
    for await (const batch of batches) {
      for (const row of batch) {
        if ('record' in row) {
          collected.records.push(row.record)
          collected.lines.push(row.line)
        } else {
          collected.rejected.push(row)
        }
      }
    }
  } catch (error) {
    collected.error = error as Error
  }
  return collected
}

const FIXTURES = ['test/fixtures', '../shared/fixtures']

/** A fixture's path, or null, with a word on the console, where it isn't there. */
export const fixture = (name: string): string | null => {
  const path = FIXTURES.map((root) => join(root, name)).find(existsSync) ?? null
  if (path === null) console.info(`skipped: there is no fixture ${name}`)
  return path
}
