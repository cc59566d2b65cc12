import { Tokenizer } from 'tokenizers'
import { InvalidInput } from '../domain/errors.ts'
import { readJson } from './model-files.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** All regular expressions in a part of a tokenizer.json. */
const patternsIn = (part: Json): string[] => {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, value]) =>
    name === 'Regex' && typeof value === 'string' ? [value] : patternsIn(value as Json),
  )
}

const UNBOUNDED = /^(?:[*+]|\{\d*,\})/

/**
 * Whether a group that may be repeated without end has such a repetition or a choice in it: some texts then take time
 * that doubles with each character. The library gives up on them with all of the process.
 */
export const isCatastrophic = (pattern: string): boolean => {
  const plain = pattern.replace(/\\./gs, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x')
  const groups: { many: boolean }[] = []
  for (let at = 0; at < plain.length; at++) {
    if (plain[at] === '(') groups.push({ many: false })
    else if (plain[at] === ')') {
      const inner = groups.pop()
      const repeated = UNBOUNDED.test(plain.slice(at + 1))
      if (repeated && inner?.many) return true
      const outer = groups.at(-1)
      if (outer && inner?.many) outer.many = true
    } else if (plain[at] === '|' || UNBOUNDED.test(plain.slice(at))) {
      const group = groups.at(-1)
      if (group) group.many = true
    }
  }
  return false
}

/** The model's own tokenizer.json, without the truncation and padding that it may ask for. */
export const openTokenizer = (file: string): Tokenizer => {
  const bad = patternsIn(readJson(file) as Json).find(isCatastrophic)
  if (bad !== undefined)
    throw new InvalidInput(
      `${file} has a pattern that can take for ever: ${JSON.stringify(bad.slice(0, 200))} repeats what repeats`,
    )
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
  const { added_tokens: added = [] } = readJson(file) as { added_tokens?: readonly AddedToken[] }
  const specials = added.filter(({ special, content }) => special && content !== '')
  if (specials.length === 0) return () => null
  const quoted = specials.map(({ content }) => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const any = new RegExp(quoted.join('|'))
  return (text) => any.exec(text)?.[0] ?? null
}
