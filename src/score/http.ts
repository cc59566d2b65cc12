import { messagesOf, NO_MESSAGES } from '../domain/conversation.ts'
import { InvalidInput, Unavailable } from '../domain/errors.ts'
import type { Made } from '../domain/made.ts'
import { checkKey } from '../remote/key.ts'
import { askInParts } from './ask-in-parts.ts'
import { formatOf, type HttpFormat } from './http-formats.ts'
import { type JsonPolicy, requestJson } from './request.ts'
import type { Scorer } from './scorer.ts'

export type HttpOptions = Partial<JsonPolicy> & {
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

const scoredOf = <T>(answered: Made<T, unknown>): Made<T, number> => {
  if ('reason' in answered) return answered
  const { item, value: score } = answered
  return typeof score === 'number' && Number.isFinite(score)
    ? { item, value: score }
    : { item, reason: `the server's score is ${JSON.stringify(score)}` }
}

/**
 * A reward model that somebody serves.
 *
 * @param signal ends the attempts to ask the server what it is
 * @throws InvalidInput for an address or a token that can't be used, Unavailable when the server does not answer,
 *   Cancelled.
 */
export const openHttpScorer = async (options: HttpOptions, signal?: AbortSignal): Promise<Scorer> => {
  const { model, revision = null, messages = false, concurrency = 4 } = options
  const { retries = 6, timeoutMs = 120_000, backoffMs = 500, token } = options
  const policy: JsonPolicy = { retries, timeoutMs, backoffMs, token }
  const base = baseOf(options.url)
  if (token) checkKey(token, 'SCORE_API_KEY')
  const format = formatOf(options.format, messages)
  const requestSize = messages ? 1 : (options.requestSize ?? 32)

  const about = async () => {
    try {
      return format.about.facts(await requestJson(base + format.about.path, undefined, policy, signal))
    } catch (error) {
      // Servers need not say what they serve.
      if (error instanceof InvalidInput || error instanceof TypeError) return {}
      throw error
    }
  }
  const numbersOf = (answer: unknown, texts: number): unknown[] => {
    let lists: unknown[][] | null = null
    try {
      lists = format.numbers(answer)
    } catch {
      // Said below.
    }
    if (lists?.length !== texts || lists.some((list) => list.length !== 1))
      throw new Unavailable(
        `${base}${format.path} does not answer with one number for each of ${texts} texts, as a reward model does; where answers are numbered, each text has its own number`,
      )
    return lists.map(([value]) => value)
  }
  const answers = askInParts({
    address: base + format.path,
    requestSize,
    concurrency,
    unfit: ({ text, answerAt }) => (messages && messagesOf(text, answerAt) === null ? NO_MESSAGES : null),
    ask: async (texts, signal) =>
      numbersOf(
        await requestJson(base + format.path, format.body(texts, model), policy, signal),
        texts.length,
      ),
  })
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
      for await (const answered of answers(items, signal)) yield answered.map(scoredOf)
    },
    remarks: () => [],
    close: async () => undefined,
  }
}
