import { DictionaryBatch } from 'apache-arrow/fb/dictionary-batch'
import type { Field } from 'apache-arrow/fb/field'
import { Message } from 'apache-arrow/fb/message'
import { MessageHeader } from 'apache-arrow/fb/message-header'
import { RecordBatch } from 'apache-arrow/fb/record-batch'
import { Schema } from 'apache-arrow/fb/schema'
import { ByteBuffer } from 'flatbuffers'

/** `compressed`: rows or a dictionary that are compressed by themselves, within the file. */
export type MessageKind = 'schema' | 'dictionary' | 'rows' | 'compressed' | 'other'

/** Bytes that one item of a list takes at least: of the schema a place, of a batch a structure. */
const [PLACE, STRUCTURE] = [4, 16]

/**
 * What a message is, and how long its body. All lists are shorter than the message: damaged ones could say anything, and whoever
 * decodes them believes it.
 *
 * @throws Error for a list that can't be
 */
export const inspectMetadata = (metadata: Buffer): { kind: MessageKind; bodyLength: number } => {
  let fields = 0
  const check = (count: number, size: number) => {
    if (count < 0 || count * size > metadata.length)
      throw new Error('a list in its metadata is longer than that')
  }
  const checkField = (field: Field | null) => {
    if (field === null) return
    check(++fields, PLACE)
    check(field.customMetadataLength(), PLACE)
    check(field.childrenLength(), PLACE)
    for (let at = 0; at < field.childrenLength(); at++) checkField(field.children(at))
  }
  const checkBatch = (batch: RecordBatch | null, kind: MessageKind): MessageKind => {
    check(batch?.nodesLength() ?? 0, STRUCTURE)
    check(batch?.buffersLength() ?? 0, STRUCTURE)
    check(batch?.variadicBufferCountsLength() ?? 0, PLACE)
    return batch?.compression() ? 'compressed' : kind
  }
  const message = Message.getRootAsMessage(new ByteBuffer(metadata))
  check(message.customMetadataLength(), PLACE)
  const bodyLength = Number(message.bodyLength())
  switch (message.headerType()) {
    case MessageHeader.Schema: {
      const schema = message.header(new Schema()) as Schema
      check(schema.customMetadataLength(), PLACE)
      check(schema.featuresLength(), PLACE)
      check(schema.fieldsLength(), PLACE)
      for (let at = 0; at < schema.fieldsLength(); at++) checkField(schema.fields(at))
      return { kind: 'schema', bodyLength }
    }
    case MessageHeader.RecordBatch:
      return { kind: checkBatch(message.header(new RecordBatch()), 'rows'), bodyLength }
    case MessageHeader.DictionaryBatch: {
      const dictionary = message.header(new DictionaryBatch()) as DictionaryBatch
      return { kind: checkBatch(dictionary.data(), 'dictionary'), bodyLength }
    }
    default:
      return { kind: 'other', bodyLength }
  }
}
