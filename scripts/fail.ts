import { Cancelled, SealError } from '../src/domain/errors.ts'
import { readablePrismaError } from '../src/store/unavailable.ts'

const FAILED = 1
export const WRONG_USAGE = 2

/** Says what went wrong: to people in one line, of defects the whole trace. */
export const fail = (thrown: unknown, code = FAILED): never => {
  const error = readablePrismaError(thrown)
  if (error instanceof Cancelled) console.error('interrupted; run the same command again to go on')
  else console.error(error instanceof SealError ? `error: ${error.message}` : error)
  process.exit(code)
}
