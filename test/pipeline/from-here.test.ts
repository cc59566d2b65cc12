import path from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { fromHere } from '../../scripts/from-here.ts'

afterEach(() => vi.unstubAllEnvs())

it('a path can be opened from where the command was run, whatever folder npm runs it in', () => {
  const file = 'data/rejects/x.csv'
  vi.stubEnv('INIT_CWD', process.cwd())
  expect(fromHere(file)).toBe(file)
  vi.stubEnv('INIT_CWD', path.dirname(process.cwd()))
  expect(fromHere(file)).toBe(path.join(path.basename(process.cwd()), file))
  vi.stubEnv('INIT_CWD', path.resolve('src/web'))
  expect(fromHere(file)).toBe(path.resolve(file))
  vi.stubEnv('INIT_CWD', undefined)
  expect(fromHere(path.resolve(file))).toBe(file)
})
