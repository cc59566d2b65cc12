import { counted } from '../domain/counted.ts'
import { listAt, parsed } from './answer-parts.ts'
import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import { parsePrompt } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import { numberOf } from './score.ts'
import { type Preferred, twoAnswers, unknownChoice } from './two-answers.ts'

const NO_PROMPT = parsePrompt(undefined)
const TIES = ['tie', 'tie (bothbad)', 'both_bad', 'bothbad']

const preferredBy = (winner: unknown): Preferred => {
  if (winner === 'model_a') return 'first'
  if (winner === 'model_b') return 'second'
  return TIES.includes(winner as string)
    ? 'tie'
    : unknownChoice(winner, 'winner', `model_a, model_b or ${TIES[0]}`)
}

const messages = (value: unknown) => (typeof value === 'string' ? parsed(value) : value)

/** Chatbot Arena, MT-Bench's human judgments: two conversations of one person as lists of messages, and which of them won. */
export const arena = twoAnswers({
  name: 'arena',
  about: 'two conversations with a winner (Chatbot Arena)',
  needed: ['conversation_a', 'conversation_b', 'winner'],
  sides: { texts: new Set(['conversation_a', 'conversation_b', 'full_conversation']), names: [['a', 'b']] },
  promptOf: () => NO_PROMPT,
  answersOf: ({ conversation_a, conversation_b }) => [messages(conversation_a), messages(conversation_b)],
  answerNames: ['conversation_a', 'conversation_b'],
  preferred: ({ winner }) => preferredBy(winner),
})

/** What a person asked, turn by turn. */
const questions = (prompt: unknown): readonly unknown[] =>
  typeof prompt === 'string' && !Array.isArray(parsed(prompt)) ? [prompt] : listAt(prompt, 'prompt')

const said = (value: unknown, name: string): string => {
  if (typeof value === 'string') return value
  throw new Unusable(`"${name}" is ${shown(jsonText(value ?? null))}; it must be a text`)
}

/** Questions and answers turn by turn. */
const conversation = (prompt: unknown, response: unknown, name: string) => {
  const asked = questions(prompt)
  const answers =
    typeof response === 'string' && !Array.isArray(parsed(response)) ? [response] : listAt(response, name)
  if (asked.length === 0 || asked.length !== answers.length)
    throw new Unusable(
      `"prompt" has ${counted(asked.length, 'turn')} and "${name}" ${answers.length}; they must have as many`,
    )
  return asked.flatMap((question, turn) => [
    { role: 'user', content: said(question, `prompt[${turn}]`) },
    { role: 'assistant', content: said(answers[turn], `${name}[${turn}]`) },
  ])
}

/** Arena's votes as the human preference sets have them: questions and answers as lists of texts, a column for each outcome. */
export const arenaVotes = twoAnswers({
  name: 'arena-votes',
  about: 'two answers with a column for each winner (Arena human preference)',
  needed: ['prompt', 'response_a', 'response_b', 'winner_model_a', 'winner_model_b'],
  sides: {
    texts: new Set(['prompt', 'response_a', 'response_b', 'winner_model_a', 'winner_model_b', 'winner_tie']),
    names: [['a', 'b']],
  },
  promptOf: () => NO_PROMPT,
  answersOf: ({ prompt, response_a, response_b }) => [
    conversation(prompt, response_a, 'response_a'),
    conversation(prompt, response_b, 'response_b'),
  ],
  answerNames: ['response_a', 'response_b'],
  optional: () => ['winner_tie'],
  preferred: ({ winner_model_a, winner_model_b, winner_tie }) => {
    const won = [winner_model_a, winner_model_b, winner_tie].map(numberOf)
    if (won[0] === 1 && won[1] === 0) return 'first'
    if (won[1] === 1 && won[0] === 0) return 'second'
    if (won[0] === 0 && won[1] === 0 && won[2] === 1) return 'tie'
    return unknownChoice(
      won,
      'winner_model_a, winner_model_b, winner_tie',
      '1 for one of them and 0 for the others',
    )
  },
})
