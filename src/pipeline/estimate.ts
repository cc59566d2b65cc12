import type { Tokens } from '../remote/tokens.ts'
import type { EntryText } from '../store/find-entries.ts'

/** What all requests will take, if every first answer is valid. */
export const estimateOfAll = async (
  texts: AsyncIterable<EntryText>,
  estimateOf: (text: string) => Tokens,
): Promise<Tokens> => {
  const sum: Tokens = { input: 0, output: 0 }
  for await (const { text } of texts) {
    const { input, output } = estimateOf(text)
    sum.input += input
    sum.output += output
  }
  return sum
}
