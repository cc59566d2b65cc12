import { InvalidArgumentError } from 'commander'
import { InvalidInput } from '../domain/errors.ts'
import { type FieldMap, parseFieldMap } from '../ingest/mapped.ts'

const MAX_ROW_ID = 2 ** 31 - 1

export const rowId = (text: string): number => {
  if (/^\d+$/.test(text) && Number(text) <= MAX_ROW_ID) return Number(text)
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${MAX_ROW_ID}.`)
}

/** A variable that the shell has not set is no name. */
export const name = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return text
}

/** Names with commas between them. */
export const names = (text: string): string[] => text.split(',').map((part) => name(part).trim())

/** Names with commas between them, or none. */
export const anyNames = (text: string): string[] => (text.trim() === '' ? [] : names(text))

export const twoNames = (text: string): [string, string] => {
  const [one, other, ...more] = names(text)
  if (other === undefined || more.length > 0)
    throw new InvalidArgumentError('It must be two names with a comma.')
  return [one, other]
}

/** Where the texts of a file are. */
export const fieldMap = (text: string): FieldMap => {
  try {
    return parseFieldMap(text)
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidArgumentError(error.message)
    throw error
  }
}

/** Row ids and ranges of them: `0-99,200`. */
export const rowIds = (text: string): [first: number, last: number][] =>
  text.split(',').map((part) => {
    const ends = part.trim().split('-')
    const [first, last] = [rowId(ends[0]), rowId(ends[1] ?? ends[0])]
    if (ends.length > 2 || last < first) throw new InvalidArgumentError('It must be like 0-99,200.')
    return [first, last]
  })

/** What takes whole numbers within bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }

export const price = (text: string): number => {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(number)) return number
  throw new InvalidArgumentError('It must be a number such as 2.5.')
}

/** Of a server: of its GraphQL, or its own. */
export const address = (text: string): string => {
  if (!/^https?:/i.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:4000.')
  return new URL(text).pathname === '/' ? new URL('/graphql', text).href : text
}
