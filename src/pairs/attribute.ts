import { InvalidInput, NotFound } from '../domain/errors.ts'
import { type AttributeOutline, BOOLEANS } from '../frame/attributes.ts'
import type { AttributeCondition } from './terms.ts'

/** @throws NotFound listing what there is */
export const findAttribute = <A extends AttributeOutline>(attributes: readonly A[], name: string): A => {
  const found = attributes.find((one) => one.name === name)
  if (found) return found
  throw new NotFound('attribute', name, attributes.map((one) => one.name).sort())
}

/** What a condition asks of a value, once the attribute's kind is known. */
export type Wanted = { texts: readonly string[] | null; numbers: readonly number[] | null }

/** @throws InvalidInput for what an attribute of its kind can't be asked */
export const wantedOf = ({ name, kind }: AttributeOutline, condition: AttributeCondition): Wanted => {
  const { values, gte, lte } = condition
  if (kind !== 'NUMBER') {
    const impossible = kind === 'BOOLEAN' && values?.find((value) => !BOOLEANS.includes(value))
    if (typeof impossible === 'string')
      throw new InvalidInput(`attribute "${name}" is a BOOLEAN: "true" or "false", never "${impossible}"`)
    if (gte === null && lte === null) return { texts: values, numbers: null }
    throw new InvalidInput(
      `attribute "${name}" is ${kind}, no number: ask for values with in, not gte or lte`,
    )
  }
  const numbers = values?.map((value) => {
    const number = value.trim() === '' ? Number.NaN : Number(value)
    if (!Number.isNaN(number)) return number
    throw new InvalidInput(`attribute "${name}" is a NUMBER, which is never "${value}"`)
  })
  return { texts: null, numbers: numbers ?? null }
}
