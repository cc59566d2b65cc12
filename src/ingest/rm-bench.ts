import { counted } from '../domain/counted.ts'
import { listAt, without } from './answer-parts.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers, type RankedAnswer } from './ranked-answers.ts'
import { Unusable } from './row.ts'
import { scoreOf } from './score.ts'
import { isTextList } from './text-columns.ts'

const STYLES = ['concise', 'detailed_plain', 'detailed_markdown']
const SIDES = ['chosen', 'rejected'] as const
const TEXTS = ['prompt', ...SIDES]
const SCORES = SIDES.map((side) => `score_${side}`)

const three = (value: unknown, name: string): readonly unknown[] => {
  const list = listAt(value, name)
  if (list.length === STYLES.length) return list
  throw new Unusable(
    `"${name}" has ${counted(list.length, 'value')}; it must have one of each style: ${STYLES.join(', ')}`,
  )
}

/** RM-Bench: a right and a wrong answer in three styles each, and, in its results, what a model gave them. */
export const rmBench = {
  name: 'rm-bench',
  about: 'right and wrong answers in three styles (RM-Bench)',
  needed: TEXTS,
  optional: () => SCORES,
  isSuch: ({ chosen, rejected }) =>
    isTextList(chosen) && isTextList(rejected) && chosen.length === 3 && rejected.length === 3,
  isScored: 'sometimes',
  isSeveral: true,
  openParser: ({ pairs, taken, isScored }) => {
    const answersOf = (fields: Fields, side: (typeof SIDES)[number], level: number): RankedAnswer[] => {
      const prompt = parsePrompt(fields.prompt)
      const key = `score_${side}`
      const scores = isScored || fields[key] !== undefined ? three(fields[key], key) : null
      return three(fields[side], side).map((answer, index) => {
        const score = scores && scoreOf(scores[index], `${key}[${index}]`)
        return {
          conversation: promptedConversation(answer, prompt, `${side}[${index}]`),
          level,
          beside: { style: STYLES[index], ...(score === null || isScored ? {} : { score }) },
          ...(score !== null && isScored ? { score } : {}),
        }
      })
    }
    return {
      parse: (fields) =>
        pairsOfAnswers([...answersOf(fields, 'chosen', 1), ...answersOf(fields, 'rejected', 0)], {
          pairing: pairs,
          pair: without(fields, new Set([...TEXTS, ...SCORES, ...taken])),
          areEqual: () => false,
        }),
    }
  },
} as const satisfies PairFormat
