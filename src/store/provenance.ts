import { isDeepStrictEqual } from 'node:util'

/** How numbers came about, as it is kept with them. */
export type Provenance = Record<string, string | number | boolean | null | readonly string[]>

const printed = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))

/** In what two of them differ, for people; null when they are the same. */
export const differences = (before: Provenance, now: Provenance): string | null => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const other = keys.filter((key) => !isDeepStrictEqual(before[key], now[key]))
  return other.length === 0
    ? null
    : other.map((key) => `${key} ${printed(before[key])}, not ${printed(now[key])}`).join('; ')
}
