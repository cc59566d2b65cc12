import { afterAll, vi } from 'vitest'
import { removeTemporaryFolder } from './temporary.ts'

// Files may share a process: each leaves it as it found it.
afterAll(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  removeTemporaryFolder()
})
