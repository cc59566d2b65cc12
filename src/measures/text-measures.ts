import { type Conversation, responseOf } from '../domain/conversation.ts'
import type { Measure, MeasuredValues } from '../domain/measure.ts'
import { type Counted, counted } from './counted.ts'
import { countSentences } from './sentences.ts'

type TextMeasure = {
  title: string
  /** Its whole definition. */
  about: string
  unit?: string
  /** Null: undefined for this text. BOOLEAN ones say true or false. */
  of(text: Counted): number | boolean | null
}

/** Within a line. */
const SPACE = '[^\\S\\n\\r\\u2028\\u2029]'
const LIST_ITEM = new RegExp(`^${SPACE}*([-*+•]|\\d+[.)])${SPACE}+\\S`, 'gm')
const HEADER = new RegExp(`^#{1,6}${SPACE}+\\S`, 'gm')

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** The same of a pattern whose matches have a sign in them: most texts don't, which is told in a third of the time. */
const countSigned = (text: string, sign: string, pattern: RegExp): number =>
  text.includes(sign) ? countOf(text, pattern) : 0

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const isPartOfWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)

/** Whether a phrase is in a text, both in lower case, as whole words. */
const says = (text: string, phrase: string): boolean => {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1))
    if (!isPartOfWord(text[at - 1]) && !isPartOfWord(text[at + phrase.length])) return true
  return false
}

const AFFIRMATIONS = ['sure', 'certainly', 'of course', 'absolutely', 'definitely', 'great question', 'yes']
const APOLOGIES = ['sorry', 'apologize', 'apologise', 'my apologies', 'forgive me']
const HEDGES = [
  ...[
    'perhaps',
    'maybe',
    'possibly',
    'probably',
    'i think',
    'i believe',
    'i guess',
    "i'm not sure",
    'i am not sure',
  ],
  ...['it seems', 'it depends', 'might', 'could be', 'may be', 'as far as i know'],
]
const AIS = [
  'as an ai',
  "i'm an ai",
  'i am an ai',
  'ai language model',
  'as a language model',
  "i'm just an ai",
]

const saysAny = (phrases: readonly string[]) => {
  // Most texts have none of them, even within other words.
  const any = new RegExp(phrases.join('|'))
  return ({ folded }: Counted): boolean => any.test(folded) && phrases.some((phrase) => says(folded, phrase))
}

const beginsWithAny =
  (phrases: readonly string[]) =>
  ({ folded }: Counted): boolean => {
    const start = folded.trimStart()
    return phrases.some((phrase) => start.startsWith(phrase) && !isPartOfWord(start[phrase.length]))
  }

const NUMERIC: Record<string, TextMeasure> = {
  length_characters: {
    title: 'length in characters',
    about: 'Unicode code points.',
    unit: 'characters',
    of: ({ characters }) => characters,
  },
  length_words: {
    title: 'length in words',
    about: "Maximal runs of characters that aren't white space.",
    unit: 'words',
    of: ({ words }) => words.count,
  },
  sentences: {
    title: 'sentences',
    about: "Sentences by Unicode's rules, those of white space alone left out.",
    unit: 'sentences',
    of: ({ text }) => countSentences(text),
  },
  lexical_diversity: {
    title: 'lexical diversity',
    about: 'Different words / words, in lower case; none without words.',
    of: ({ words }) => share(words.different, words.count),
  },
  list_items: {
    title: 'list items',
    about: 'Lines that begin with -, *, +, • or a number with . or ), and go on.',
    unit: 'lines',
    of: ({ text }) => countOf(text, LIST_ITEM),
  },
  headers: {
    title: 'headers',
    about: 'Lines that begin with one to six # and go on.',
    unit: 'lines',
    of: ({ text }) => countSigned(text, '#', HEADER),
  },
  bold_spans: {
    title: 'bold spans',
    about: 'Texts between two pairs of asterisks, within a line.',
    unit: 'spans',
    of: ({ text }) => countSigned(text, '**', /\*\*[^*\n]+\*\*/g),
  },
  code_blocks: {
    title: 'code blocks',
    about: 'Pairs of lines that begin with three backticks.',
    unit: 'blocks',
    of: ({ text }) => Math.floor(countSigned(text, '```', /^```/gm) / 2),
  },
  question_marks: {
    title: 'question marks',
    about: 'How often ? is in it.',
    unit: 'characters',
    of: ({ questionMarks }) => questionMarks,
  },
  exclamation_marks: {
    title: 'exclamation marks',
    about: 'How often ! is in it.',
    unit: 'characters',
    of: ({ exclamationMarks }) => exclamationMarks,
  },
  digits_share: {
    title: 'share of digits',
    about: 'Decimal digits of all code points; none of an empty text.',
    of: ({ digits, characters }) => share(digits, characters),
  },
  uppercase_share: {
    title: 'share of capitals',
    about: 'Upper-case letters of all letters; none without letters.',
    of: ({ uppercase, letters }) => share(uppercase, letters),
  },
  prompt_overlap: {
    title: 'overlap with the prompt',
    about: "Share of the response's different words, in lower case, that the prompt has; none without words.",
    of: ({ words }) => share(words.shared, words.different),
  },
}

const BOOLEAN: Record<string, TextMeasure> = {
  begins_with_affirmation: {
    title: 'begins with an affirmation',
    about: `Its first words are one of: ${AFFIRMATIONS.join(', ')}.`,
    of: beginsWithAny(AFFIRMATIONS),
  },
  apologizes: {
    title: 'apologizes',
    about: `It says one of: ${APOLOGIES.join(', ')}.`,
    of: saysAny(APOLOGIES),
  },
  hedges: {
    title: 'hedges',
    about: `It says one of: ${HEDGES.join(', ')}.`,
    of: saysAny(HEDGES),
  },
  says_it_is_an_ai: {
    title: 'says that it is an AI',
    about: `It says one of: ${AIS.join(', ')}.`,
    of: saysAny(AIS),
  },
  ends_with_question: {
    title: 'ends with a question',
    about: 'Its last character that is not white space is a question mark.',
    of: ({ text }) => text.trimEnd().endsWith('?'),
  },
}

const measureOf =
  (kind: Measure['kind']) =>
  ([name, { title, about, unit }]: [string, TextMeasure]): Measure => ({
    ...{ name, title, description: about, kind, source: 'TEXT' },
    ...(unit && { unit }),
  })

/** What is measured of every response. */
export const TEXT_MEASURES: readonly Measure[] = [
  ...Object.entries(NUMERIC).map(measureOf('NUMERIC')),
  ...Object.entries(BOOLEAN).map(measureOf('BOOLEAN')),
]

const ALL = [...Object.values(NUMERIC), ...Object.values(BOOLEAN)]

/**
 * The measures of a conversation's last answer, without who gives it, in the order of TEXT_MEASURES; booleans as 0 and 1,
 * null where undefined.
 */
export const measureText = ({ text, answerAt }: Conversation): MeasuredValues => {
  const turn = responseOf(text, answerAt)
  const response = turn.replace(/^\s*Assistant: ?/, '')
  const of = counted(response, text.slice(0, text.length - turn.length))
  return ALL.map((measure) => {
    const value = measure.of(of)
    return value === null ? null : Number(value)
  })
}

/** What a thread does. */
export const measureTexts = (texts: readonly Conversation[]): MeasuredValues[] => texts.map(measureText)
