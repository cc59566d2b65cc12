import { isDeepStrictEqual } from 'node:util'
import { whyUnstorable } from '../domain/storable.ts'
import { InvalidAnswer } from '../remote/ask-until-valid.ts'
import { readJson } from '../remote/json-answer.ts'
import { answerSchema } from './prompt.ts'
import { type Turn, turnsOf } from './turns.ts'

/** What begins a turn, or looks like it to whoever looks for the last response. */
const HEADS = /\b(?:System|Human|Assistant):/g
const headsIn = (text: string) => text.match(HEADS)?.length ?? 0

/** What is said, between the white space that is around the original. */
const rewrittenText = ({ speaker, text, key }: Turn, answer: string): string => {
  const original = text.trim()
  const head = `${speaker}:`
  let said = answer.trim()
  if (said.startsWith(head) && !original.startsWith(head)) said = said.slice(head.length).trim()
  if (said === '') throw new InvalidAnswer(`${key} is empty`)
  if (headsIn(said) > headsIn(original)) throw new InvalidAnswer(`${key} has another turn inside`)
  // Not a pattern of String.replace: "$&" may be said.
  return text.replace(original, () => said)
}

/**
 * The rewritten conversation that an answer brings: the same turns of the same speakers.
 *
 * @throws InvalidAnswer also when a turn is empty, or nothing was changed.
 */
export const readRewriting = (answer: string, conversation: string): string => {
  const turns = turnsOf(conversation)
  const answers = readJson(answerSchema(turns), answer)
  const rewritten = turns
    .map((turn) => turn.head + (turn.key === null ? turn.text : rewrittenText(turn, answers[turn.key])))
    .join('')
  const headsOf = (text: string) => turnsOf(text).map(({ head }) => head)
  if (!isDeepStrictEqual(headsOf(rewritten), headsOf(conversation)))
    throw new InvalidAnswer('the answer has other turns than the conversation')
  const reason = whyUnstorable(rewritten)
  if (reason !== null) throw new InvalidAnswer(`the answer ${reason}`)
  if (rewritten === conversation) throw new InvalidAnswer('the answer is the original, unchanged')
  return rewritten
}
