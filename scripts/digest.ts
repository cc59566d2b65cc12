import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** A file, or all files in a folder, in one order. */
export const filesIn = (file: string): string[] =>
  statSync(file).isFile()
    ? [file]
    : readdirSync(file, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name))
        .sort()

/** What files have and are called: another one when any of it changes, or `rest` does. */
export const digestOf = (files: readonly string[], rest = ''): string => {
  const digest = createHash('sha256').update(rest)
  for (const file of files) digest.update(file).update(readFileSync(file))
  return digest.digest('hex')
}
