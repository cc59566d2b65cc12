import type { AnswerAt } from '../domain/conversation.ts'
import { type ChatRequest, estimateTokens } from '../remote/chat-model.ts'
import type { Tokens } from '../remote/tokens.ts'
import type { EntryText } from '../store/find-entries.ts'

/** What all requests will take, if every first answer is valid. */
export const estimateOfAll = async (
  texts: AsyncIterable<EntryText>,
  requestOf: (text: string, answerAt: AnswerAt) => ChatRequest,
  answerTokens?: number,
): Promise<Tokens> => {
  const sum: Tokens = { input: 0, output: 0 }
  for await (const { text, answerAt = null } of texts) {
    const { input, output } = estimateTokens(requestOf(text, answerAt), answerTokens)
    sum.input += input
    sum.output += output
  }
  return sum
}
