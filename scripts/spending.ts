import type { AskOutcome } from '../src/pipeline/ask-entries.ts'
import type { Tokens } from '../src/remote/tokens.ts'
import { fromHere } from './from-here.ts'
import type { LanguageModelOptions } from './language-model-options.ts'

type Prices = Pick<LanguageModelOptions, 'priceInput' | 'priceOutput'>

const tokensText = ({ input, output }: Tokens) => `${input} tokens in, ${output} out`

const priceText = ({ priceInput, priceOutput }: Prices, { input, output }: Tokens): string | null => {
  if (priceInput === undefined && priceOutput === undefined) return null
  const cost = (input * (priceInput ?? 0) + output * (priceOutput ?? 0)) / 1e6
  return `costing ${cost.toFixed(cost < 1 ? 4 : 2)}`
}

export const costText = (prices: Prices, tokens: Tokens): string =>
  [tokensText(tokens), priceText(prices, tokens)].filter((part) => part !== null).join(', ')

/** The same for the progress, which has little room. */
export const costNote = (prices: Prices, tokens: Tokens): string =>
  priceText(prices, tokens) ?? tokensText(tokens)

export const estimateText = (options: Prices, estimate: Tokens): string => {
  const lines = [
    `estimate: ${costText(options, estimate)} (a token for every 4 bytes; answers that have to be repeated come on top)`,
  ]
  if (options.priceInput === undefined && options.priceOutput === undefined)
    lines.push('give --price-input and --price-output, per million tokens, to see what that costs')
  return lines.join('\n')
}

/** What a command took, and what came of it; `done` as in "entries labeled". */
export const spendingSummary = (
  { counts, spent, replies, rejectsFile, revision }: AskOutcome,
  done: string,
  options: Prices,
): string => {
  const lines = [
    `${replies} replies: ${costText(options, spent)}`,
    `${counts.read - counts.rejected} ${done}, ${counts.rejected} rejected; the dataset is at revision ${revision}`,
  ]
  if (counts.rejected > 0) lines.push(`rejected entries, with reasons: ${fromHere(rejectsFile)}`)
  return lines.join('\n')
}
