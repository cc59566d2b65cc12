import { readFileSync } from 'node:fs'
import { Tokenizer } from 'tokenizers'
import { InvalidInput } from '../domain/errors.ts'

/** The model's own tokenizer.json, without the truncation and padding that it may ask for. */
export const openTokenizer = (file: string): Tokenizer => {
  let tokenizer: Tokenizer
  try {
    tokenizer = Tokenizer.fromFile(file)
  } catch (cause) {
    throw new InvalidInput(`${file} is no tokenizer.json that can be read: ${(cause as Error).message}`, {
      cause,
    })
  }
  // Lengths and padding are this program's business.
  tokenizer.disableTruncation()
  tokenizer.disablePadding()
  return tokenizer
}

type AddedToken = { content: string; special: boolean }

/** What finds a special token of the model that a text has as plain text; null for a text without. */
export const specialFinder = (file: string): ((text: string) => string | null) => {
  const { added_tokens: added = [] } = JSON.parse(readFileSync(file, 'utf8')) as {
    added_tokens?: readonly AddedToken[]
  }
  const specials = added.filter(({ special, content }) => special && content !== '')
  if (specials.length === 0) return () => null
  const quoted = specials.map(({ content }) => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const any = new RegExp(quoted.join('|'))
  return (text) => any.exec(text)?.[0] ?? null
}
