import { SealError } from '../src/domain/errors.ts'
import { toldOfPrisma } from '../src/store/unavailable.ts'

/** Says what went wrong: to people in one line, of defects the whole trace. */
export const fail = (thrown: unknown): never => {
  const error = toldOfPrisma(thrown)
  console.error(error instanceof SealError ? `error: ${error.message}` : error)
  process.exit(1)
}
