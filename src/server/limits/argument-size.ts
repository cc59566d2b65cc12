import { LimitExceeded } from '../../domain/errors.ts'
import { variableOf } from './limits.ts'

/** What a value takes as JSON: bytes (of texts characters, so that it is at least that), and objects. */
type JsonSize = { bytes: number; objects: number }

/** Looks no further than until there are more bytes than `most`. */
export const jsonSize = (value: unknown, most: number): JsonSize => {
  const size = { bytes: 0, objects: 0 }
  const rest = [value]
  while (rest.length > 0 && size.bytes <= most) {
    const one = rest.pop()
    if (typeof one === 'string') size.bytes += one.length + 2
    else if (typeof one !== 'object' || one === null) size.bytes += 4
    else {
      size.bytes += 2
      if (!Array.isArray(one)) {
        size.objects++
        for (const key of Object.keys(one)) size.bytes += key.length + 3
      }
      // Not spread: a list can have more values than a call arguments.
      for (const inner of Object.values(one)) rest.push(inner)
    }
  }
  return size
}

/**
 * Keeps a field's arguments, or an address's parameters, from being too large together. A document can repeat a variable's
 * value until it is far larger than the request that it came in.
 *
 * @throws LimitExceeded for more than `most` bytes as JSON
 */
export const assertArgumentSize = (args: Record<string, unknown>, most: number): void => {
  if (jsonSize(args, most).bytes <= most) return
  const names = Object.keys(args).join(', ')
  throw new LimitExceeded(
    `${names}: more than ${most} bytes as JSON, which is the most that a filter, and what else is given with it, may have (${variableOf('filter')})`,
  )
}
