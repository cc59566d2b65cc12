import { InvalidInput } from '../domain/errors.ts'

export type Interval = { level: number; lower: number; upper: number }

/** @throws InvalidInput when a confidence level isn't strictly between 0 and 1. */
export const assertLevel = (level: number): void => {
  if (!(level > 0 && level < 1)) {
    throw new InvalidInput(`invalid level: ${level}; a confidence level lies between 0 and 1, such as 0.95`)
  }
}
