import { availableParallelism } from 'node:os'
import type { Conversation } from '../domain/conversation.ts'
import type { Measure, MeasuredValues } from '../domain/measure.ts'
import { measureTexts, TEXT_MEASURES } from './text-measures.ts'

/** Measures texts off the thread that reads and writes them. */
export type Measurer = {
  measures: readonly Measure[]
  /** In the order of the texts. */
  measure(texts: readonly Conversation[]): Promise<MeasuredValues[]>
  close(): Promise<void>
}

/** Texts of one message to a thread. */
const PART = 250
/** So many texts are measured sooner than a thread has started. */
const FEW = 50

export const openMeasurer = async (threads = availableParallelism()): Promise<Measurer> => {
  const { Piscina } = await import('piscina')
  const pool = new Piscina<readonly Conversation[], MeasuredValues[]>({
    filename: new URL('./measure-worker.mjs', import.meta.url).href,
    // A thread that ends with each batch would begin anew with the next.
    idleTimeout: Number.POSITIVE_INFINITY,
    minThreads: 0,
    maxThreads: threads,
    execArgv: [],
  })
  return {
    measures: TEXT_MEASURES,
    measure: async (texts) => {
      if (texts.length <= FEW) return measureTexts(texts)
      const parts = Array.from({ length: Math.ceil(texts.length / PART) }, (_, part) =>
        pool.run(texts.slice(part * PART, (part + 1) * PART)),
      )
      return (await Promise.all(parts)).flat()
    },
    close: () => pool.destroy(),
  }
}
