/** What several measures of a text need, counted once. */
export type Counted = {
  text: string
  /** In lower case. */
  folded: string
  /** Different words of the prompt, in lower case. */
  promptWords: ReadonlySet<string>
  /** Unicode code points. */
  characters: number
  letters: number
  uppercase: number
  digits: number
  questionMarks: number
  exclamationMarks: number
  /** Maximal runs of characters that aren't white space, in lower case. */
  words: readonly string[]
  different: ReadonlySet<string>
  isAscii: boolean
}

type Characters = Pick<
  Counted,
  'characters' | 'letters' | 'uppercase' | 'digits' | 'questionMarks' | 'exclamationMarks'
>

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const countAny = (text: string): Characters => ({
  characters: countOf(text, /./gsu),
  letters: countOf(text, /\p{L}/gu),
  uppercase: countOf(text, /\p{Lu}/gu),
  digits: countOf(text, /\p{Nd}/gu),
  questionMarks: countOf(text, /\?/g),
  exclamationMarks: countOf(text, /!/g),
})

/** The same in one pass, which takes a tenth of the time; null: there are others than ASCII's characters. */
const countAscii = (text: string): Characters | null => {
  let [lowercase, uppercase, digits, questionMarks, exclamationMarks] = [0, 0, 0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) return null
    if (code >= 97 && code <= 122) lowercase++
    else if (code >= 65 && code <= 90) uppercase++
    else if (code >= 48 && code <= 57) digits++
    else if (code === 63) questionMarks++
    else if (code === 33) exclamationMarks++
  }
  const letters = lowercase + uppercase
  return { characters: text.length, letters, uppercase, digits, questionMarks, exclamationMarks }
}

const wordsOf = (folded: string): string[] => folded.match(/\S+/g) ?? []

/** Both entries of a pair have the same prompt, one after the other. */
let last = { prompt: '', words: new Set<string>() as ReadonlySet<string> }
const promptWordsOf = (prompt: string): ReadonlySet<string> => {
  if (last.prompt !== prompt) last = { prompt, words: new Set(wordsOf(prompt.toLowerCase())) }
  return last.words
}

export const counted = (text: string, prompt: string): Counted => {
  const folded = text.toLowerCase()
  const words = wordsOf(folded)
  const ascii = countAscii(text)
  return {
    ...(ascii ?? countAny(text)),
    ...{ text, folded, promptWords: promptWordsOf(prompt), words },
    ...{ different: new Set(words), isAscii: ascii !== null },
  }
}
