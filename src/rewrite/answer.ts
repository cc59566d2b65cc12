import { isDeepStrictEqual } from 'node:util'
import { type AnswerAt, answeredAt, type Conversation, countSpeakers } from '../domain/conversation.ts'
import { whyUnstorable } from '../domain/storable.ts'
import { InvalidAnswer } from '../remote/ask-until-valid.ts'
import { readJson } from '../remote/json-answer.ts'
import { answerSchema } from './prompt.ts'
import { type Turn, turnsOf } from './turns.ts'

/** The rewritten text of a turn, between the white space that is around the original. */
const rewrittenText = ({ speaker, text, key }: Turn, answer: string): string => {
  const original = text.trim()
  const head = `${speaker}:`
  let rewritten = answer.trim()
  if (rewritten.startsWith(head) && !original.startsWith(head))
    rewritten = rewritten.slice(head.length).trim()
  if (rewritten === '') throw new InvalidAnswer(`${key} is empty`)
  if (countSpeakers(rewritten) > countSpeakers(original))
    throw new InvalidAnswer(`${key} has another turn inside`)
  // Not a pattern of String.replace: "$&" may be in the text.
  return text.replace(original, () => rewritten)
}

/**
 * The rewritten conversation that an answer brings: the same turns of the same speakers.
 *
 * @throws InvalidAnswer also when a turn is empty, or nothing was changed.
 */
export const readRewritten = (
  answer: string,
  conversation: string,
  answerAt: AnswerAt = null,
): Conversation => {
  const turns = turnsOf(conversation, answerAt)
  const answers = readJson(answerSchema(turns), answer)
  const texts = turns.map(
    (turn) => turn.head + (turn.key === null ? turn.text : rewrittenText(turn, answers[turn.key])),
  )
  const text = texts.join('')
  // Where it is known, the answer is the last turn.
  const [head] = turns.slice(-1).map((turn) => turn.head.length - turn.head.trimStart().length)
  const rewritten =
    answerAt === null ? { text } : answeredAt(text, text.length - texts[texts.length - 1].length + head)
  const headsOf = ({ text, answerAt }: Conversation) => turnsOf(text, answerAt).map((turn) => turn.head)
  if (!isDeepStrictEqual(headsOf(rewritten), headsOf({ text: conversation, answerAt })))
    throw new InvalidAnswer('the answer has other turns than the conversation')
  const reason = whyUnstorable(text)
  if (reason !== null) throw new InvalidAnswer(`the answer ${reason}`)
  if (text === conversation) throw new InvalidAnswer('the answer is the original, unchanged')
  return rewritten
}
