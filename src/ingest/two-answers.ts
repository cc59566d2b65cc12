import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import type { Fields, PairFormat, ParsedPair, ParserOptions } from './pair-format.ts'
import { type Prompt, promptedConversation } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import { numberOf } from './score.ts'
import { type Sides, type Split, splitter } from './sides.ts'

/** Which of two answers was preferred. */
export type Preferred = 'first' | 'second' | 'tie'

/** A format whose rows have two answers in a fixed order, and say elsewhere which of them was preferred. */
export type TwoAnswers<Name extends string> = Omit<PairFormat, 'openParser' | 'name'> & {
  name: Name
  sides: Sides
  promptOf: (fields: Fields) => Prompt
  answersOf: (fields: Fields) => [first: unknown, second: unknown]
  /** What the answers are called, for messages. */
  answerNames: readonly [string, string]
  /** @throws Unusable when the row does not say */
  preferred: (fields: Fields, options: ParserOptions) => Preferred
  groupOf?: (fields: Fields) => { group?: string }
  /** Changes what comes with the answers and with the pair. */
  arrange?: (split: Split, fields: Fields) => void
}

export const twoAnswers = <Name extends string>({
  sides,
  promptOf,
  answersOf,
  answerNames,
  preferred,
  groupOf,
  arrange,
  ...format
}: TwoAnswers<Name>) => ({
  ...format,
  openParser: (options: ParserOptions) => {
    const split = splitter(sides, options)
    return {
      parse: (fields: Fields): ParsedPair => {
        const which = preferred(fields, options)
        const prompt = promptOf(fields)
        const answers = answersOf(fields)
        const [first, second] = answers.map((answer, at) =>
          promptedConversation(answer, prompt, answerNames[at]),
        )
        const parts = split(fields, answers)
        arrange?.(parts, fields)
        const isTurned = which === 'second'
        return {
          chosen: isTurned ? second : first,
          rejected: isTurned ? first : second,
          ...(which === 'tie' ? { tie: true } : {}),
          ...groupOf?.(fields),
          isTurned,
          beside: {
            pair: parts.pair,
            chosen: isTurned ? parts.second : parts.first,
            rejected: isTurned ? parts.first : parts.second,
          },
        }
      },
    }
  },
})

/** @throws Unusable */
export const unknownChoice = (value: unknown, name: string, known: string): never => {
  throw new Unusable(`"${name}" is ${shown(jsonText(value ?? null))}; it must be ${known}`)
}

/** The answer with the higher score. */
export const byScores = (first: unknown, second: unknown, names: readonly [string, string]): Preferred => {
  const [one, other] = [first, second].map(
    (score, at) => numberOf(score) ?? unknownChoice(score, names[at], 'a finite number'),
  )
  return one === other ? 'tie' : one > other ? 'first' : 'second'
}

/** Of a number that is negative where the first answer is better, and 0 where none is. */
export const bySign = (value: unknown, name: string): Preferred => {
  const strength =
    numberOf(value) ?? unknownChoice(value, name, 'a number, negative where the first answer is better')
  return strength === 0 ? 'tie' : strength < 0 ? 'first' : 'second'
}

/** Of the number of an answer. */
export const byNumber = (
  value: unknown,
  name: string,
  [first, second]: readonly [number, number],
): Preferred => {
  const number = numberOf(value)
  if (number === first) return 'first'
  return number === second ? 'second' : unknownChoice(value, name, `${first} or ${second}`)
}
