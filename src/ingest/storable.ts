import { Unusable } from './row.ts'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * The text, if every database can hold it: PostgreSQL has no U+0000, and half a surrogate pair, which JSON
 * can spell, is no Unicode at all.
 *
 * @throws Unusable naming what it is called.
 */
export const storable = (text: string, name: string): string => {
  if (text.includes('\0')) throw new Unusable(`${name} has a NUL character (U+0000), which can't be stored`)
  if (LONE_SURROGATE.test(text)) {
    throw new Unusable(`${name} has a lone surrogate (half of a character), which can't be stored`)
  }
  return text
}
