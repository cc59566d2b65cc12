import { chunks } from '../async/chunks.ts'
import { parallel } from '../async/parallel.ts'
import type { Conversation } from '../domain/conversation.ts'
import { Cancelled, InvalidInput } from '../domain/errors.ts'
import type { Made } from '../domain/made.ts'
import { Refusal } from './request.ts'

export type Server<A> = {
  /** For messages. */
  address: string
  /** Texts of a request. */
  requestSize: number
  /** Requests at once. */
  concurrency: number
  /** Why a text is not even sent; null for one that is. */
  unfit?(text: Conversation): string | null
  /** One answer a text, in their order. @throws Refusal for a request that the server does not want. */
  ask(texts: readonly Conversation[], signal?: AbortSignal): Promise<readonly A[]>
}

/** Refused texts without a single answered one that show that the request is wrong, not the texts. */
const HOPELESS = 32

/**
 * What asks a server about texts, several a request and several requests at once. A request that is refused
 * is taken apart until it is clear which texts the server does not want; what it has answered it is not
 * asked for again. After an abort, what is under way comes back and the rest is not begun.
 */
export const askInParts = <A>({ address, requestSize, concurrency, unfit, ask }: Server<A>) => {
  let answeredTexts = 0
  let refusedTexts = 0
  /** What ended a request of which some texts were answered before. */
  let broken: unknown = null

  const answersTo = async <T extends Conversation>(
    items: T[],
    signal: AbortSignal,
  ): Promise<Made<T, A>[]> => {
    try {
      const answers = await ask(items, signal)
      answeredTexts += items.length
      return items.map((item, at) => ({ item, value: answers[at] }))
    } catch (error) {
      if (error instanceof Cancelled) return []
      if (!(error instanceof Refusal)) throw error
      if (items.length === 1) {
        refusedTexts++
        if (answeredTexts === 0 && refusedTexts >= HOPELESS)
          throw new InvalidInput(`${address} refuses everything: ${error.message}`, { cause: error })
        return [{ item: items[0], reason: error.message }]
      }
      const half = items.length >> 1
      const first = await answersTo(items.slice(0, half), signal)
      if (signal.aborted) return first
      const second = await answersTo(items.slice(half), signal).catch((later) => {
        broken ??= later
        return []
      })
      return [...first, ...second]
    }
  }
  async function* tasks<T extends Conversation>(
    items: AsyncIterable<T> | Iterable<T>,
    stop: AbortSignal,
  ): AsyncGenerator<() => Promise<Made<T, A>[]>> {
    for await (const request of chunks(items, { count: requestSize })) {
      if (broken) throw broken
      const fit: T[] = []
      const rest: Made<T, A>[] = []
      for (const item of request) {
        const reason = unfit?.(item) ?? null
        if (reason === null) fit.push(item)
        else rest.push({ item, reason })
      }
      if (rest.length > 0) yield async () => rest
      if (fit.length > 0) yield () => answersTo(fit, stop)
    }
  }
  return async function* <T extends Conversation>(
    items: AsyncIterable<T> | Iterable<T>,
    signal?: AbortSignal,
  ): AsyncGenerator<Made<T, A>[]> {
    yield* parallel((stop) => tasks(items, stop), concurrency, signal)
    if (broken) throw broken
  }
}
