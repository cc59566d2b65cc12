import type { Conversation } from '../domain/conversation.ts'
import type { Fields, Pairing, ParsedPair } from './pair-format.ts'
import { Unusable } from './row.ts'

/** One of several answers to a prompt. */
export type RankedAnswer = {
  conversation: Conversation
  /** The higher, the better. */
  level: number
  /** What came with it. */
  beside: Fields
  /** What a model gave it. */
  score?: number
}

/** Answers of which all pairs are made: n of them make n(n − 1)/2. */
const MOST_ANSWERS = 100

const pairOf = (better: RankedAnswer, worse: RankedAnswer, pair: Fields): ParsedPair => ({
  chosen: better.conversation,
  rejected: worse.conversation,
  ...(better.level === worse.level ? { tie: true } : {}),
  ...(better.score === undefined || worse.score === undefined
    ? {}
    : { rewards: { chosen: better.score, rejected: worse.score } }),
  beside: { pair, chosen: better.beside, rejected: worse.beside },
})

/** Pairs of positions among answers that are sorted, the best first. */
const positions = (count: number, pairing: Pairing): [number, number][] => {
  if (pairing === 'best-worst') return [[0, count - 1]]
  if (pairing === 'adjacent') return Array.from({ length: count - 1 }, (_, at) => [at, at + 1])
  if (count > MOST_ANSWERS)
    throw new Unusable(
      `it has ${count} answers; all pairs are made of ${MOST_ANSWERS} at most, --pairs best-worst or adjacent takes more`,
    )
  return Array.from({ length: count }, (_, one) =>
    Array.from({ length: count - 1 - one }, (_, further): [number, number] => [one, one + 1 + further]),
  ).flat()
}

/**
 * The pairs of several answers to one prompt; answers of one level are ties, the first one in its row is called chosen.
 *
 * @throws Unusable when there is no pair
 */
export const pairsOfAnswers = (
  answers: readonly RankedAnswer[],
  {
    pairing,
    pair,
    areEqual = () => true,
  }: {
    pairing: Pairing
    /** What comes with all of them. */
    pair: Fields
    /** Whether answers of a level are known to be equally good, rather than just not compared; left out: they are. */
    areEqual?: (level: number) => boolean
  },
): ParsedPair[] => {
  if (answers.length < 2)
    throw new Unusable(
      `it has ${answers.length === 0 ? 'no answer' : 'one answer'} to compare; a pair needs two`,
    )
  const sorted = answers.toSorted((one, other) => other.level - one.level)
  const pairs = positions(sorted.length, pairing).flatMap(([one, other]) => {
    const [better, worse] = [sorted[one], sorted[other]]
    return better.level === worse.level && !areEqual(better.level) ? [] : [pairOf(better, worse, pair)]
  })
  if (pairs.length === 0) throw new Unusable('none of its answers is better than another')
  return pairs
}
