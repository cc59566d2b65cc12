import type { PairRecord } from '../domain/records.ts'
import { conversationText } from './conversation-text.ts'
import { fieldsOf } from './fields.ts'
import { jsonText } from './json-text.ts'
import { readJsonLines } from './jsonl.ts'
import { type PairOptions, type PairStream, pairStream } from './pair-stream.ts'
import { Unusable } from './row.ts'
import type { Source } from './source.ts'

const conversation = (fields: Record<string, unknown>, key: 'chosen' | 'rejected'): string => {
  const text = fields[key]
  if (text === undefined) throw new Unusable(`"${key}" is missing`)
  if (typeof text !== 'string') throw new Unusable(`"${key}" is not a string: ${jsonText(text).slice(0, 60)}`)
  return conversationText(text, `the ${key} conversation`)
}

/** hh-rlhf: JSONL of `chosen` and `rejected` conversations. */
export const readHhRlhf = (source: Source, options: PairOptions = {}): PairStream<PairRecord> =>
  pairStream(source, readJsonLines(source), options, (value) => {
    const fields = fieldsOf(value, ['chosen', 'rejected'])
    return { chosen: conversation(fields, 'chosen'), rejected: conversation(fields, 'rejected') }
  })
