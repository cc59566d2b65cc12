import { SealError } from './errors.ts'

const TELLING: readonly SealError['code'][] = ['INVALID_INPUT', 'NOT_FOUND', 'LIMIT_EXCEEDED']

/** An error about what a named slice stands for, as one that names the slice. */
export const inSlice = (name: string, error: unknown): unknown =>
  error instanceof SealError && TELLING.includes(error.code)
    ? new SealError(error.code, `slice "${name}": ${error.message}`, { cause: error })
    : error
