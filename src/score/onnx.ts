import { availableParallelism } from 'node:os'
import { batchesOf } from './batches.ts'
import { feedOf } from './feed.ts'
import { inFlight } from './in-flight.ts'
import { findModelFiles, inspectModel, sha256Of } from './model-files.ts'
import { openPairTokenizer } from './pair-tokenizer.ts'
import type { Scored, Scorer } from './scorer.ts'
import { openSessions } from './sessions.ts'
import { windowsOf } from './windows.ts'

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

/** Where neither the model nor a person says. */
const MAX_LENGTH = 512
/** Short enough to waste little, long enough to compute well: measured on encoders of 384 to 1024. */
const BUDGET = 1024
/** Batches per session that wait or run: the next one is there when one is done. */
const AHEAD = 2

/**
 * A sequence classifier with one logit, as ONNX: texts are tokenized while the sessions compute. In fp32 a
 * score does not depend on what else is in the batch; models that are quantized as they run go one by one.
 *
 * @throws InvalidInput when the directory, the model or an execution provider can't be used.
 */
export const openOnnxScorer = async (options: OnnxOptions): Promise<Scorer> => {
  const files = findModelFiles(options.path, options.file)
  const { providers = ['cpu'], workers = availableParallelism(), revision = null } = options
  const maxLength = options.maxLength ?? files.maxLength ?? MAX_LENGTH
  const tokenizer = openPairTokenizer(files.tokenizer, maxLength)
  const padId = (files.padToken !== null ? tokenizer.idOf(files.padToken) : null) ?? files.padId ?? 0
  const { sha256, dynamic } = await inspectModel(files.model)
  const budget = dynamic ? 1 : (options.budget ?? BUDGET)
  const sessions = await openSessions(workers, { file: files.model, providers })
  const masked = sessions.model.inputs.includes('attention_mask')
  let cutTexts = 0
  let cutTokens = 0

  async function* batches<T extends { text: string }>(
    items: AsyncIterable<T> | Iterable<T>,
  ): AsyncGenerator<() => Promise<Scored<T>[]>> {
    const encode = (window: readonly T[]) =>
      Promise.all(window.map(async (item) => ({ item, ...(await tokenizer.encode(item.text)) })))
    for await (const encoded of oneAhead(windowsOf(items), encode)) {
      for (const batch of batchesOf(encoded, { budget, masked })) {
        yield async () => {
          const scores = await sessions.run(feedOf(batch, padId))
          return batch.items.map(({ item, cut }, row): Scored<T> => {
            const score = scores[row]
            if (!Number.isFinite(score)) return { item, reason: `the model's score is ${score}` }
            cutTexts += Number(cut > 0)
            cutTokens += cut
            return { item, score }
          })
        }
      }
    }
  }
  return {
    backend: 'ONNX',
    provenance: {
      sha256,
      tokenizerSha256: sha256Of(files.tokenizer),
      revision,
      dtype: dynamic ? 'int8, quantized as it runs' : sessions.model.outputType,
      input: 'text up to the last "Assistant:", text from it on',
      maxLength,
      truncation: 'the beginning of the prompt, then the end of the response',
      tokenBudget: budget,
      providers,
    },
    score: (items, signal) => inFlight(batches(items), AHEAD * sessions.size, signal),
    remarks: () => [
      ...(dynamic
        ? ['the model is quantized as it runs: one text at a time, or scores would depend on others']
        : []),
      ...(cutTexts > 0
        ? [
            `${cutTexts} texts were longer than ${maxLength} tokens: ${cutTokens} left out, prompts' beginnings first`,
          ]
        : []),
    ],
    close: () => sessions.close(),
  }
}

/** The results of `work` in order, the next one under way while one is used. */
async function* oneAhead<A, B>(inputs: AsyncIterable<A>, work: (input: A) => Promise<B>): AsyncGenerator<B> {
  let next: Promise<B> | null = null
  try {
    for await (const input of inputs) {
      const current = next
      next = work(input)
      // Whoever waits for it later hears of its failure; nobody may be there before.
      next.catch(() => undefined)
      if (current) yield await current
    }
    if (next) yield await next
  } finally {
    await next?.catch(() => undefined)
  }
}
