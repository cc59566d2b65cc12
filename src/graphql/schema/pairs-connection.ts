import { InvalidInput } from '../../domain/errors.ts'
import { PAIR_ORDER_FIELDS, type PairOrder, SORT_DIRECTIONS } from '../../domain/pair-order.ts'
import type { Place } from '../../pairs/pairs.ts'

const DEFAULT_PAGE = 20

export const ROW_ID_ASCENDING: PairOrder = { by: 'ROW_ID', direction: 'ASC' }

/** A cursor is where a pair stands under one order: it outlives revisions. */
export const cursorOf = ({ by, direction }: PairOrder, { value, rowId }: Place): string =>
  Buffer.from(JSON.stringify([by, direction, value, rowId])).toString('base64url')

const parseCursor = (argument: string, cursor: string, order: PairOrder): Place => {
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    parsed = null
  }
  const [by, direction, value, rowId] = Array.isArray(parsed) ? parsed : []
  const known = PAIR_ORDER_FIELDS.includes(by) && SORT_DIRECTIONS.includes(direction)
  if (!known || !(value === null || Number.isFinite(value)) || !Number.isInteger(rowId)) {
    throw new InvalidInput(`${argument}: "${cursor}" is not a cursor of these pairs`)
  }
  if (by !== order.by || direction !== order.direction) {
    throw new InvalidInput(
      `${argument}: this cursor is of the order ${by} ${direction}, not ${order.by} ${order.direction}`,
    )
  }
  return { value, rowId }
}

export type ConnectionArguments = {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
}

/** @throws InvalidInput naming the argument that can't be used. */
export const pageRequest = (args: ConnectionArguments, order: PairOrder, largest: number) => {
  const { first, last, after, before } = args
  if (typeof first === 'number' && typeof last === 'number') {
    throw new InvalidInput('first and last: give one of them')
  }
  for (const [name, size] of Object.entries({ first, last })) {
    if (typeof size === 'number' && (size < 0 || size > largest)) {
      throw new InvalidInput(`${name}: ${size} is not from 0 to ${largest}, the most there is (MAX_PAGE)`)
    }
  }
  return {
    order,
    limit: last ?? first ?? Math.min(DEFAULT_PAGE, largest),
    backwards: typeof last === 'number',
    after: after ? parseCursor('after', after, order) : null,
    before: before ? parseCursor('before', before, order) : null,
  }
}
