import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { parseDatabaseUrl, sqlitePath } from '../../src/store/database-url.ts'

it.each([
  ['file:./data/seal.db', 'sqlite'],
  ['file:/data/seal.db', 'sqlite'],
  ['postgres://u:p@host/db', 'postgresql'],
  ['postgresql://host:5433/db?sslmode=require', 'postgresql'],
])('%s is %s', (url, provider) => {
  expect(parseDatabaseUrl(url)).toEqual({ provider, url })
})

it.each([
  'postgress://u:secret@host/db',
  'mysql://u:secret@host/db',
  ' postgres://u:secret@host/db',
  'secret',
  '',
  'file:',
])('%j is refused and not repeated', (url) => {
  let error: unknown
  try {
    parseDatabaseUrl(url)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(InvalidInput)
  expect((error as Error).message).toBe('DATABASE_URL must begin with file:, postgres:// or postgresql://')
})

it('makes the folder of a SQLite file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'seal-path-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = path.join(directory, 'a', 'b', 'seal.db')
  expect(sqlitePath(`file:${file}`)).toBe(file)
  expect(statSync(path.dirname(file)).isDirectory()).toBe(true)
  expect(sqlitePath(`file:${path.relative('.', file)}`)).toBe(file)
})
