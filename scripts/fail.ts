import { SealError } from '../src/domain/errors.ts'

const FAILED = 1
export const WRONG_USAGE = 2

/** Says what went wrong: to people in one line, of defects the whole trace. */
export const fail = (error: unknown, code = FAILED): never => {
  console.error(error instanceof SealError ? `error: ${error.message}` : error)
  process.exit(code)
}
