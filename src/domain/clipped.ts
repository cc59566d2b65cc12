/** What breaks a line, an XML file or the direction of a text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

/** A text from a dataset in one line of at most `length` characters. */
export const clipped = (text: string, length: number): string => {
  // Characters may be two units long: some more than are needed, before anything looks at each.
  const start = text.slice(0, 4 * length + 4)
  const characters = [...start.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim()]
  const whole = characters.length <= length && text.length <= 4 * length + 4
  return whole ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`
}
