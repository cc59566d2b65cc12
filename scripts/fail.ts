import { SealError } from '../src/domain/errors.ts'

/** Says what went wrong: to people in one line, of defects the whole trace. */
export const fail = (error: unknown): never => {
  console.error(error instanceof SealError ? `error: ${error.message}` : error)
  process.exit(1)
}
