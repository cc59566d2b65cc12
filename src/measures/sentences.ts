const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' })

const countAny = (text: string): number => {
  let count = 0
  for (const { segment } of SENTENCES.segment(text)) if (/\S/.test(segment)) count++
  return count
}

const [OTHER, LOWER, UPPER, DIGIT, STOP, TERMINATOR, CLOSE, CONTINUES, UNSURE, SPACE, LINE, FOREIGN] =
  Array(12).keys()

/** Sentence_Break of ASCII's characters (Unicode Standard Annex 29); that of a semicolon depends on Unicode's version. */
const KINDS = Uint8Array.from({ length: 0x10000 }, (_, code) => {
  if (code > 127) return FOREIGN
  const character = String.fromCharCode(code)
  if (/[\t\v\f ]/.test(character)) return SPACE
  if (/[\r\n]/.test(character)) return LINE
  if (/[a-z]/.test(character)) return LOWER
  if (/[A-Z]/.test(character)) return UPPER
  if (/\d/.test(character)) return DIGIT
  if (character === '.') return STOP
  if (/[!?]/.test(character)) return TERMINATOR
  if (/["'()[\]{}]/.test(character)) return CLOSE
  if (/[,:-]/.test(character)) return CONTINUES
  return character === ';' ? UNSURE : OTHER
})

/** The end of the text is that of its last line. */
const kindAt = (text: string, at: number): number => (at < text.length ? KINDS[text.charCodeAt(at)] : LINE)

/** The first place from one on that is of another kind. */
const behind = (text: string, kind: number, from: number): number => {
  let at = from
  while (at < text.length && KINDS[text.charCodeAt(at)] === kind) at++
  return at
}

/** Whether, before anything that could begin a sentence, a small letter follows: rule SB8. */
const goesOnSmall = (text: string, from: number): boolean => {
  for (let at = from; at < text.length; at++) {
    const kind = KINDS[text.charCodeAt(at)]
    if (kind === LOWER) return true
    if (kind === UPPER || kind === LINE || kind === STOP || kind === TERMINATOR) return false
  }
  return false
}

/** The same of ASCII's characters alone, in a tenth of the time; null: that can't be told here. */
const countAscii = (text: string): number | null => {
  let [count, hasInk] = [0, false]
  for (let at = 0; at < text.length; ) {
    const kind = KINDS[text.charCodeAt(at++)]
    if (kind === FOREIGN) return null
    if (kind !== SPACE && kind !== LINE) hasInk = true
    let ends = kind === LINE
    if (kind === STOP || kind === TERMINATOR) {
      const next = kindAt(text, at)
      const before = at > 1 ? kindAt(text, at - 2) : OTHER
      const isWithin =
        kind === STOP && (next === DIGIT || (next === UPPER && (before === LOWER || before === UPPER)))
      if (!isWithin) {
        at = behind(text, SPACE, behind(text, CLOSE, at))
        const then = kindAt(text, at)
        if (then === UNSURE) return null
        const goesOn = then === CONTINUES || then === STOP || then === TERMINATOR
        // A line's end belongs to the sentence before it, and ends it there.
        ends = then !== LINE && !goesOn && !(kind === STOP && goesOnSmall(text, at))
      }
    }
    if (!ends || !hasInk) continue
    count++
    hasInk = false
  }
  return hasInk ? count + 1 : count
}

/** Sentences by Unicode's rules, those of white space alone left out. None goes on behind the end of its line: rule SB4. */
export const countSentences = (text: string): number =>
  countAscii(text) ?? text.split('\n').reduce((sum, line) => sum + (countAscii(line) ?? countAny(line)), 0)
