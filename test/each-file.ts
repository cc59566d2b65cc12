import fc from 'fast-check'
import { afterAll, vi } from 'vitest'
import { removeTemporaryFolder } from './temporary.ts'

/** Property tests draw other examples each time; where this is set, always the same, so that no luck decides. */
const { PROPERTY_SEED } = process.env
if (PROPERTY_SEED) fc.configureGlobal({ seed: Number(PROPERTY_SEED) })

// Files may share a process: each leaves it as it found it.
afterAll(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  removeTemporaryFolder()
})
