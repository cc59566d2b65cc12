import { type Config, readConfig } from '../src/server/config.ts'
import { fail, WRONG_USAGE } from './fail.ts'

/** The configuration; a variable that can't be used is wrong usage, as a wrong option is. */
export const readConfigured = (): Config => {
  try {
    return readConfig()
  } catch (error) {
    return fail(error, WRONG_USAGE)
  }
}
