import { type Characters, countCharacters } from './characters.ts'
import { Words } from './words.ts'

/** What several measures of a text need, counted once. */
export type Counted = Characters & {
  text: string
  /** In lower case. */
  folded: string
  /** Those in lower case; the others that share some are the prompt's. */
  words: Pick<Words, 'count' | 'different' | 'shared'>
}

const words = new Words()
/** Both entries of a pair have the same prompt, one after the other. */
const last = { prompt: '', words: new Words() }

const wordsOf = (folded: string, prompt: string): Words => {
  if (last.prompt !== prompt) {
    last.prompt = prompt
    last.words.read(prompt.toLowerCase())
  }
  words.read(folded, last.words)
  return words
}

/** Of one text at a time: the next one's words take the place of these. */
export const counted = (text: string, prompt: string): Counted => {
  const folded = text.toLowerCase()
  return { ...countCharacters(text), text, folded, words: wordsOf(folded, prompt) }
}
