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
