import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import type { Release } from './connection.ts'

/** A lock of the operating system, which is gone with the process: SQLite's own, on an empty file for each name. */
export const lockFile = (directory: string, name: string): Release | null => {
  // Beside the database, whose folder is there. With `recursive`, Node calls a read-only one missing.
  if (!existsSync(directory)) mkdirSync(directory)
  const file = createHash('sha256').update(name).digest('hex').slice(0, 16)
  const database = new Database(path.join(directory, file), { timeout: 0 })
  try {
    database.exec('BEGIN IMMEDIATE')
  } catch (error) {
    database.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return async () => void database.close()
}
