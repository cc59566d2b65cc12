import { messagesOf, NO_MESSAGES } from '../domain/conversation.ts'
import { Cancelled, InvalidInput, Unavailable } from '../domain/errors.ts'
import { formatOf, type HttpFormat } from './http-formats.ts'
import { inFlight } from './in-flight.ts'
import { type Patience, patientFetch, Refusal } from './patient-fetch.ts'
import type { Scored, Scorer } from './scorer.ts'

export type HttpOptions = Partial<Patience> & {
  /** Of the server, without the path of the format. */
  url: string
  format: HttpFormat
  /** As the server names it. */
  model?: string
  revision?: string
  /** Send chat messages, for the server's template. */
  messages?: boolean
  /** Texts of a request. */
  requestSize?: number
  /** Requests at once. */
  concurrency?: number
}

/** Refused texts without a single scored one that show that the request is wrong, not the texts. */
const HOPELESS = 32

/** The server's address: nothing in it may be a secret, for it is kept with the model. */
const baseOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw new InvalidInput('--url is no http or https address')
  if (url.username || url.password || url.search || url.hash)
    throw new InvalidInput(
      '--url must not hold a user, a password or a query; a token goes into SCORE_API_KEY',
    )
  return url.href.replace(/\/+$/, '')
}

async function* requestsOf<T>(items: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let request: T[] = []
  for await (const item of items) {
    request.push(item)
    if (request.length < size) continue
    yield request
    request = []
  }
  if (request.length > 0) yield request
}

/**
 * A reward model that somebody serves. A request that is refused is taken apart until it is clear which
 * texts the server does not want; what it has scored it is not asked for again.
 *
 * @throws InvalidInput for an address that can't be used, Unavailable when the server does not answer.
 */
export const openHttpScorer = async (options: HttpOptions): Promise<Scorer> => {
  const { model, revision = null, messages = false, concurrency = 4 } = options
  const { retries = 6, timeout = 120_000, backoff = 500, token } = options
  const patience: Patience = { retries, timeout, backoff, token }
  const base = baseOf(options.url)
  const format = formatOf(options.format, messages)
  const requestSize = messages ? 1 : (options.requestSize ?? 32)

  const about = async () => {
    try {
      return format.about.facts(await patientFetch(base + format.about.path, undefined, patience))
    } catch (error) {
      // Servers need not say what they serve.
      if (error instanceof InvalidInput || error instanceof TypeError) return {}
      throw error
    }
  }
  let scoredTexts = 0
  let refusedTexts = 0
  /** What ended a request that had scored some texts before. */
  let broken: unknown = null

  const numbersOf = (answer: unknown, texts: number): unknown[] => {
    let lists: unknown[][] | null = null
    try {
      lists = format.numbers(answer)
    } catch {
      // Said below.
    }
    if (lists?.length !== texts || lists.some((list) => list.length !== 1))
      throw new Unavailable(
        `${base}${format.path} does not answer with one number for each of ${texts} texts, as a reward model does`,
      )
    return lists.map(([value]) => value)
  }
  const ask = async <T extends { text: string }>(items: T[], signal?: AbortSignal): Promise<Scored<T>[]> => {
    try {
      const body = format.body(
        items.map(({ text }) => text),
        model,
      )
      const answer = await patientFetch(base + format.path, body, patience, signal)
      const numbers = numbersOf(answer, items.length)
      scoredTexts += items.length
      return items.map((item, at) => {
        const score = numbers[at]
        return typeof score === 'number' && Number.isFinite(score)
          ? { item, score }
          : { item, reason: `the server's score is ${JSON.stringify(score)}` }
      })
    } catch (error) {
      if (error instanceof Cancelled) return []
      if (!(error instanceof Refusal)) throw error
      if (items.length === 1) {
        refusedTexts++
        if (scoredTexts === 0 && refusedTexts >= HOPELESS)
          throw new InvalidInput(`${base}${format.path} refuses everything: ${error.message}`, {
            cause: error,
          })
        return [{ item: items[0], reason: error.message }]
      }
      const half = items.length >> 1
      const first = await ask(items.slice(0, half), signal)
      if (signal?.aborted) return first
      const second = await ask(items.slice(half), signal).catch((later) => {
        broken ??= later
        return []
      })
      return [...first, ...second]
    }
  }
  async function* tasks<T extends { text: string }>(
    items: AsyncIterable<T> | Iterable<T>,
    signal?: AbortSignal,
  ): AsyncGenerator<() => Promise<Scored<T>[]>> {
    for await (const request of requestsOf(items, requestSize)) {
      if (broken) throw broken
      if (messages && messagesOf(request[0].text) === null) {
        yield async () => request.map((item) => ({ item, reason: NO_MESSAGES }))
      } else yield () => ask(request, signal)
    }
  }
  return {
    backend: 'HTTP',
    provenance: {
      url: base,
      format: options.format,
      model: model ?? null,
      revision,
      input: format.input,
      truncation: 'as the server does it',
      ...(await about()),
    },
    score: async function* (items, signal) {
      yield* inFlight(tasks(items, signal), concurrency, signal)
      if (broken) throw broken
    },
    remarks: () => [],
    close: async () => undefined,
  }
}
