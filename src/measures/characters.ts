/** Code points of a text. */
export type Characters = {
  characters: number
  letters: number
  uppercase: number
  digits: number
  questionMarks: number
  exclamationMarks: number
}

/** What a code point is: the first that fits. */
const PATTERNS = [/\p{Lu}/u, /\p{L}/u, /\p{Nd}/u, /\?/, /!/, /./su]

/** Of each code point its pattern's place, from 1 on; 0: not looked up yet. */
const KINDS = new Uint8Array(0x110000)

const lookUp = (point: number): number => {
  const character = String.fromCodePoint(point)
  KINDS[point] = 1 + PATTERNS.findIndex((pattern) => pattern.test(character))
  return KINDS[point]
}

/** Looking code points up takes a tenth of the time that matching the text with each pattern takes. */
export const countCharacters = (text: string): Characters => {
  const counts = [0, 0, 0, 0, 0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const point = unit < 0xd800 ? unit : text.codePointAt(at)!
    if (point > 0xffff) at++
    counts[KINDS[point] || lookUp(point)]++
  }
  const [, uppercase, otherLetters, digits, questionMarks, exclamationMarks, others] = counts
  const letters = uppercase + otherLetters
  const characters = letters + digits + questionMarks + exclamationMarks + others
  return { characters, letters, uppercase, digits, questionMarks, exclamationMarks }
}
