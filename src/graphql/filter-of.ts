import type { PairFilter } from '../audit/pair-filter.ts'
import { InvalidInput } from '../domain/errors.ts'
import { asInput } from './as-input.ts'
import { schema } from './schema/index.ts'

/** A PairFilter from JSON, with its defaults. @throws InvalidInput saying what is wrong where */
export const filterOf = (where: unknown): PairFilter => {
  const given = asInput<PairFilter>(schema, 'PairFilter', where)
  if (given.problem !== undefined) throw new InvalidInput(`where: ${given.problem}`)
  return given.value
}
