import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

let folder: string | undefined

/** A folder for the test file that runs, which goes with it. */
export const temporaryFolder = (): string => {
  folder ??= mkdtempSync(path.join(tmpdir(), 'seal-test-'))
  return folder
}

export const removeTemporaryFolder = (): void => {
  if (folder) rmSync(folder, { recursive: true, force: true })
  folder = undefined
}
