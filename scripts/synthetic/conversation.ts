import type { Side } from '../../src/domain/side.ts'
import { answer, statements } from './answer.ts'
import { featureIndex, type PairValues } from './features.ts'
import type { Random } from './random.ts'
import { FOLLOW_UPS, QUESTIONS, sentence } from './sentences.ts'
import type { Vocabulary } from './vocabulary.ts'

const MOST_TURNS = 4
/** A human turn with both roles' names, in characters. */
const HUMAN_TURN = 75
/** Below this a text has fewer turns. */
const SHORTEST_TURN = 125
/** Of the pairs with several turns: how many part before the last answer. About 3 % of all. */
const PARTS_EARLY = 0.05

const vocabularyQuality = featureIndex('human_vocabulary_quality')

const careless = (text: string): string => text.toLowerCase().replaceAll(/[.?,'"]/g, '')

/** Both texts of a pair, about `length` characters each. They share all but the last answer, or part earlier. `bias`: see length-bias.ts. */
export const drawConversations = (
  values: PairValues,
  vocabulary: Vocabulary,
  { length, bias }: { length: number; bias: number },
  random: Random,
): Record<Side, string> => {
  const turns = Math.max(1, Math.min(1 + random.below(MOST_TURNS), Math.floor(length / SHORTEST_TURN)))
  const answerLength = length / turns - HUMAN_TURN
  const wording = values.CHOSEN[vocabularyQuality] === 1 ? (text: string) => text : careless
  /** Goes on from the human turn number `from` to the human turn number `to`. */
  const extend = (text: string, from: number, to: number): string => {
    let extended = text
    for (let turn = from; turn < to; turn++) {
      const reply = statements(vocabulary, answerLength * (0.7 + 0.6 * random.uniform()), random)
      extended += `\n\nAssistant: ${reply}\n\nHuman: ${wording(sentence(FOLLOW_UPS, vocabulary, random))}`
    }
    return extended
  }
  const last = turns - 1
  const parting = last > 0 && random.chance(PARTS_EARLY) ? random.below(last) : last
  const question = `\n\nHuman: ${wording(sentence(QUESTIONS, vocabulary, random))}`
  const shared = extend(question, 0, parting)
  const finish = (side: Side): string =>
    `${extend(shared, parting, last)}\n\nAssistant: ${answer(values[side], vocabulary, answerLength * Math.exp(side === 'CHOSEN' ? bias : -bias), random)}`
  const chosen = finish('CHOSEN')
  const rejected = finish('REJECTED')
  return {
    CHOSEN: chosen,
    REJECTED: rejected === chosen ? `${rejected} ${statements(vocabulary, 0, random)}` : rejected,
  }
}
