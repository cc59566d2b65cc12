import { LRUCache } from 'lru-cache'
import { Cancelled } from '../domain/errors.ts'
import { stopIfAborted } from '../domain/interruption.ts'
import { inTurn } from './turns.ts'

type Entry<T> = {
  answer: Promise<T>
  askers: number
  /** Until the answer is there. */
  underWay: AbortController | null
}

const departures = new WeakMap<AbortSignal, Promise<never>>()

/** Rejects when an asker goes. One for all it asks: a signal is slow with many listeners, and warns of them. */
const departure = (asker: AbortSignal): Promise<never> => {
  const known = departures.get(asker)
  if (known) return known
  const left = new Promise<never>((_, reject) => {
    asker.addEventListener('abort', () => reject(new Cancelled()), { once: true })
  })
  departures.set(asker, left)
  return left
}

/** Of an answer that is not there yet, and of its key. */
const SMALLEST = 500

/**
 * Answers by key, the last `maxBytes` of them, each computed once for all who ask. What all of them leave before
 * it is there is cancelled; that and failures are not remembered, nor is what is larger than all may be together.
 */
export const openMemory = <T>(maxBytes: number, sizeOf: (answer: T) => number) => {
  const entries = new LRUCache<string, Entry<T>>({ maxSize: maxBytes })

  const begin = (key: string, compute: (signal: AbortSignal) => Promise<T>): Entry<T> => {
    const underWay = new AbortController()
    const entry: Entry<T> = { answer: compute(underWay.signal), askers: 0, underWay }
    const forget = () => {
      if (entries.peek(key) === entry) entries.delete(key)
    }
    entries.set(key, entry, { size: SMALLEST })
    underWay.signal.addEventListener('abort', forget)
    const remember = (answer: T) => {
      if (entries.peek(key) !== entry) return
      // Another size of the same value is not noticed.
      entries.delete(key)
      entries.set(key, entry, { size: SMALLEST + sizeOf(answer) })
    }
    entry.answer.then(remember, forget).finally(() => {
      entry.underWay = null
    })
    return entry
  }

  const answer = async (
    key: string,
    compute: (signal: AbortSignal) => Promise<T>,
    asker?: AbortSignal,
  ): Promise<T> => {
    stopIfAborted(asker)
    const entry = entries.get(key) ?? begin(key, compute)
    entry.askers++
    // All who wait for an answer have it at once.
    const answer = entry.underWay ? entry.answer.then(inTurn) : entry.answer
    if (!asker) return answer
    const left = departure(asker)
    left.catch(() => {
      entry.askers--
      if (entry.askers === 0) entry.underWay?.abort()
    })
    return Promise.race([answer, left])
  }
  return { answer, usage: () => ({ answers: entries.size, answerBytes: entries.calculatedSize }) }
}
