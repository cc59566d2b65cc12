import type { AnswerAt } from '../domain/conversation.ts'
import type { Tokens } from '../remote/tokens.ts'
import type { EntryText } from '../store/find-entries.ts'

/** What all requests will take, if every first answer is valid. */
export const estimateOfAll = async (
  texts: AsyncIterable<EntryText>,
  estimateOf: (text: string, answerAt: AnswerAt) => Tokens,
): Promise<Tokens> => {
  const sum: Tokens = { input: 0, output: 0 }
  for await (const { text, answerAt = null } of texts) {
    const { input, output } = estimateOf(text, answerAt)
    sum.input += input
    sum.output += output
  }
  return sum
}
