import type { SchemaElement, SchemaTree } from 'hyparquet'
import { InvalidInput } from '../domain/errors.ts'
import type { PairRecord } from '../domain/records.ts'
import { fieldsOf } from './fields.ts'
import { readJsonLines } from './jsonl.ts'
import { hasTurnInside } from './messages.ts'
import { type PairOptions, type PairStream, pairStream } from './pair-stream.ts'
import { readParquet } from './parquet.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import type { Source } from './source.ts'

const NEEDED = ['chosen', 'rejected']

const leavesOf = ({ element, children }: SchemaTree): SchemaElement[] =>
  children.length === 0 ? [element] : children.flatMap(leavesOf)

const isText = ({ type }: SchemaElement): boolean => type === 'BYTE_ARRAY'

/** Texts, or lists of messages. */
const checkColumn = (file: string, column: SchemaTree): void => {
  const { element, children } = column
  const texts = leavesOf(column).flatMap((leaf) => (isText(leaf) ? [leaf.name] : []))
  const lacking = ['role', 'content'].filter((key) => !texts.includes(key))
  if (children.length === 0 ? isText(element) : lacking.length === 0) return
  const is = children.length === 0 ? `is ${element.type}` : `has no text ${lacking.join(' and ')}`
  throw new InvalidInput(
    `${file}: the column ${element.name} ${is}; it must be a text or a list of {role, content}`,
  )
}

/**
 * TRL's preference format: JSONL or Parquet of `prompt`, `chosen` and `rejected`, each a text or a list of
 * messages. Without a prompt, chosen and rejected have it in them.
 */
export const readTrl = (source: Source, options: PairOptions = {}): PairStream<PairRecord> => {
  const check = (column: SchemaTree) => checkColumn(source.file, column)
  const values = source.isParquet
    ? readParquet(source, { needed: NEEDED, optional: ['prompt'], check })
    : readJsonLines(source)
  let turnsInside = 0
  const finish = () => {
    if (turnsInside === 0) return
    source.notices.push(
      `${source.file}: ${turnsInside} pairs have messages with "\\n\\nHuman:" or "\\n\\nAssistant:" in them, which will be read as turns`,
    )
  }
  const parse = (value: unknown) => {
    const { prompt, chosen, rejected } = fieldsOf(value, NEEDED)
    const shared = parsePrompt(prompt)
    const pair = {
      chosen: promptedConversation(chosen, shared, 'chosen'),
      rejected: promptedConversation(rejected, shared, 'rejected'),
    }
    if ([prompt, chosen, rejected].some(hasTurnInside)) turnsInside++
    return pair
  }
  return pairStream(source, values, options, parse, finish)
}
