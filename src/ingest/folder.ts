import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { InvalidInput } from '../domain/errors.ts'
import { listed } from './columns.ts'

const DATA = /\.(jsonl|ndjson|json|csv|tsv|parquet|arrow)(\.gz|\.zst)?$/i
/** What the tools of data sets write beside the rows. */
const BESIDE = /^(state|dataset_infos?|dataset_dict)\.json$|^cache-.*\.arrow$/

const isData = (name: string): boolean => DATA.test(name) && !BESIDE.test(name) && !name.startsWith('.')

/** The kind of what a link leads to; null where that is nowhere. */
const kindOf = (place: string): 'file' | 'folder' | null => {
  const status = statSync(place, { throwIfNoEntry: false })
  if (status?.isDirectory()) return 'folder'
  return status?.isFile() ? 'file' : null
}

export const isFolder = (place: string): boolean => {
  try {
    return kindOf(place) === 'folder'
  } catch {
    // Whoever opens it says why it can't be.
    return false
  }
}

/**
 * The data files of a folder in the order of their names, known by these; what is in folders within it is none. `others`
 * are the names of what is left out.
 *
 * @throws InvalidInput for a folder that can't be read, or has no data files
 */
export const filesIn = (folder: string): { files: string[]; others: string[] } => {
  const files: string[] = []
  const others: string[] = []
  try {
    for (const name of readdirSync(folder).sort()) {
      const place = path.join(folder, name)
      const kind = kindOf(place)
      if (kind === 'file' && isData(name)) files.push(place)
      else others.push(kind === 'folder' ? `${name} (a folder)` : name)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new InvalidInput(`${folder}: the folder can't be read (${code})`, { cause: error })
  }
  if (files.length > 0) return { files, others }
  const has = others.length === 0 ? 'it is empty' : `it has ${listed(others)}`
  const inside = others.some((name) => name.endsWith(' (a folder)')) ? '; name a folder that has some' : ''
  throw new InvalidInput(
    `${folder} has no data files (.jsonl, .json, .csv, .tsv, .parquet, .arrow, also as .gz or .zst); ${has}${inside}`,
  )
}
