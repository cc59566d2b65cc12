import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { readableError } from '../store/unavailable.ts'
import { csvLine } from './csv-line.ts'

export type Reject = { file: string; line: number; rowId?: number; reason: string }

/** The rejects file: CSV `file,line,row_id,reason`, there only if something was rejected. */
export type Rejects = {
  readonly path: string
  add(reject: Reject): void
  close(): void
}

const LONGEST_NAME = 150

/** Where the rejects of a command go, by what distinguishes it from others: names may be long, and of any letters. */
export const rejectsFileOf = (directory: string, names: readonly string[]): string => {
  const whole = names.join('-')
  const plain = whole.replace(/[^\w.-]+/g, '_').slice(0, LONGEST_NAME)
  const isPlain = whole.length <= LONGEST_NAME && /^[ -~]*$/.test(whole)
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8)
  return path.join(directory, `${isPlain ? plain : `${plain}-${hash}`}.rejects.csv`)
}

/** Begins a new file in place of an older one at the same path; each reject is also told to `onReject`. */
export const openRejects = (file: string, onReject?: (reject: Reject) => void): Rejects => {
  rmSync(file, { force: true })
  let descriptor: number | undefined
  const open = () => {
    mkdirSync(path.dirname(file), { recursive: true })
    const opened = openSync(file, 'w')
    writeSync(opened, 'file,line,row_id,reason\n')
    return opened
  }
  return {
    path: file,
    // At once: a reject that can't be written down fails the command where it is.
    add: (reject) => {
      const { file: source, line, rowId, reason } = reject
      onReject?.(reject)
      try {
        descriptor ??= open()
        writeSync(descriptor, csvLine([source, line, rowId ?? null, reason]))
      } catch (error) {
        throw readableError(error)
      }
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    },
  }
}
