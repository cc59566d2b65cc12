import { InvalidInput } from './errors.ts'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Why not every database can hold a text, or null: PostgreSQL has no U+0000, and half a surrogate pair, which
 * JSON can spell, is no Unicode at all. To be read behind the text's name.
 */
export const whyUnstorable = (text: string): string | null => {
  if (text.includes('\0')) return "has a NUL character (U+0000), which can't be stored"
  if (LONE_SURROGATE.test(text)) return "has a lone surrogate (half of a character), which can't be stored"
  return null
}

/** @throws InvalidInput for a value with a text that not every database can hold; `what`: as in "the name of a slice" */
export const assertStorable = (what: string, value: unknown): void => {
  if (typeof value === 'string') {
    const why = whyUnstorable(value)
    if (why) throw new InvalidInput(`the ${what} ${why}`)
  } else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) assertStorable(what, inner)
}
