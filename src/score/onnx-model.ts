import { availableParallelism } from 'node:os'
import type { Tokenizer } from 'tokenizers'
import { chunks } from '../async/chunks.ts'
import { parallel } from '../async/parallel.ts'
import { prefetch } from '../async/prefetch.ts'
import type { Conversation } from '../domain/conversation.ts'
import { counted } from '../domain/counted.ts'
import type { Made } from '../domain/made.ts'
import { batchesOf } from './batches.ts'
import { feedOf } from './feed.ts'
import type { HeadName } from './heads.ts'
import type { Encoded, Input } from './input.ts'
import { findModelFiles, inspectModel, sha256Of } from './model-files.ts'
import type { Provenance } from './scorer.ts'
import { openSessions } from './sessions.ts'
import { openTokenizer, specialFinder } from './tokenizer.ts'

export type OnnxOptions = {
  /** A directory with model.onnx, tokenizer.json and their configurations. */
  path: string
  /** Another graph in it. */
  file?: string
  revision?: string
  /** Tokens of an input; what is longer is cut. Left out: as long as the model was made for. */
  maxLength?: number
  /** Padded tokens of a batch. */
  budget?: number
  /** Execution providers of onnxruntime, the first one first. */
  providers?: readonly string[]
  /** Sessions, each a thread: left out, one a core. */
  workers?: number
}

/** A model that makes a row of numbers of each text. */
export type OnnxModel = {
  provenance: Provenance
  /** The output that the numbers come from. */
  output: string
  /** Each text once, in any order, as soon as its batch is done; aborting ends it with what is under way. */
  rows<T extends Conversation>(
    items: AsyncIterable<T> | Iterable<T>,
    signal?: AbortSignal,
  ): AsyncGenerator<Made<T, Float32Array>[]>
  remarks(): string[]
  close(): Promise<void>
}

/** Where neither the model nor a person says. */
const MAX_LENGTH = 512
/** Short enough to waste little, long enough to compute well: measured on encoders of 384 to 1024. */
const BUDGET = 1024
/** Texts to sort by length at once, and characters that may be in memory for it. */
const WINDOW = { count: 2048, weight: 4_000_000 }
/** Batches per session that wait or run: the next one is there when one is done. */
const AHEAD = 2

/**
 * A model as ONNX: texts are tokenized while the sessions compute. In fp32 a row does not depend on what
 * else is in the batch; models that are quantized as they run go one by one.
 *
 * @throws InvalidInput when the directory, the model or an execution provider can't be used.
 */
export const openOnnxModel = async (
  options: OnnxOptions,
  head: HeadName,
  inputOf: (tokenizer: Tokenizer, maxLength: number) => Input,
): Promise<OnnxModel> => {
  const files = findModelFiles(options.path, options.file)
  const { providers = ['cpu'], workers = availableParallelism(), revision = null } = options
  const maxLength = options.maxLength ?? files.maxLength ?? MAX_LENGTH
  const tokenizer = openTokenizer(files.tokenizer)
  const specialIn = specialFinder(files.tokenizer)
  const input = inputOf(tokenizer, maxLength)
  const padId = (files.padToken !== null ? tokenizer.tokenToId(files.padToken) : null) ?? files.padId ?? 0
  const { sha256, dynamic } = await inspectModel(files.model)
  const budget = dynamic ? 1 : (options.budget ?? BUDGET)
  const sessions = await openSessions(workers, { file: files.model, providers, head })
  const masked = sessions.model.inputs.includes('attention_mask')
  let cutTexts = 0
  let cutTokens = 0
  let markedTexts = 0
  let mark = ''

  const note = (text: string, cut: number) => {
    cutTexts += Number(cut > 0)
    cutTokens += cut
    const special = specialIn(text)
    if (special === null) return
    markedTexts++
    mark ||= special
  }
  const encode = async <T extends Conversation>(
    item: T,
  ): Promise<({ item: T } & Encoded) | { item: T; reason: string }> => {
    const encoded = await input.encode(item)
    if ('reason' in encoded) return { item, reason: encoded.reason }
    return encoded.ids.length > 0 ? { item, ...encoded } : { item, reason: 'it has no tokens' }
  }
  async function* windows<T extends Conversation>(items: AsyncIterable<T> | Iterable<T>) {
    for await (const window of chunks(items, WINDOW, ({ text }) => text.length))
      yield await Promise.all(window.map((item) => encode(item)))
  }
  async function* tasks<T extends Conversation>(items: AsyncIterable<T> | Iterable<T>) {
    for await (const window of prefetch(windows(items))) {
      const encoded: ({ item: T } & Encoded)[] = []
      const refused: Made<T, Float32Array>[] = []
      for (const one of window) {
        if ('reason' in one) refused.push(one)
        else encoded.push(one)
      }
      if (refused.length > 0) yield async () => refused
      for (const batch of batchesOf(encoded, { budget, masked })) {
        yield async () => {
          const numbers = await sessions.run(feedOf(batch, padId))
          const width = numbers.length / batch.items.length
          return batch.items.map(({ item, cut }, row): Made<T, Float32Array> => {
            note(item.text, cut)
            return { item, value: numbers.subarray(row * width, (row + 1) * width) }
          })
        }
      }
    }
  }
  return {
    provenance: {
      sha256,
      tokenizerSha256: sha256Of(files.tokenizer),
      revision,
      dtype: dynamic ? 'int8, quantized as it runs' : sessions.model.outputType,
      ...input.provenance,
      maxLength,
      tokenBudget: budget,
      providers,
    },
    output: sessions.model.output,
    rows: (items, signal) => parallel(() => tasks(items), AHEAD * sessions.size, signal),
    remarks: () => [
      ...(dynamic
        ? ['the model is quantized as it runs: one text at a time, or its numbers would depend on others']
        : []),
      ...(cutTexts > 0
        ? [
            `${counted(cutTexts, 'text was', 'texts were')} longer than ${maxLength} tokens: ${cutTokens} left out, ${input.loses}`,
          ]
        : []),
      ...(markedTexts > 0
        ? [
            `${counted(markedTexts, 'text has', 'texts have')} special tokens of the model in them, such as ${JSON.stringify(mark)}: it reads them as its own`,
          ]
        : []),
    ],
    close: () => sessions.close(),
  }
}
