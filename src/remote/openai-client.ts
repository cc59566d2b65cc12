import OpenAI from 'openai'
import { InvalidInput } from '../domain/errors.ts'
import { checkAddress } from './address.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { checkKey } from './key.ts'

/** Any server that speaks OpenAI's API. */
export type OpenAiServer = {
  timeoutMs: number
  /** Left out: OpenAI's own. */
  baseUrl?: string
  /** Of OpenAI's own API there must be one. */
  apiKey?: string
  /** Most bytes of an answer. */
  answerBytes?: number
}

const OPENAI = 'https://api.openai.com/v1'

/** A client whose calls are not repeated and throw what `requestFailure` finds. @throws InvalidInput without a key for OpenAI's own API. */
export const openAiClient = ({ baseUrl = OPENAI, apiKey, timeoutMs, answerBytes }: OpenAiServer): OpenAI => {
  if (apiKey) checkKey(apiKey, 'OPENAI_API_KEY')
  if (!apiKey && baseUrl === OPENAI) throw new InvalidInput('OPENAI_API_KEY is not set')
  return new OpenAI({
    baseURL: checkAddress(baseUrl, 'the base URL (OPENAI_BASE_URL)'),
    apiKey: apiKey || 'none',
    // Both are the part of guarded-fetch and retry.
    maxRetries: 0,
    timeout: 2 * timeoutMs,
    fetch: guardedFetch({ timeoutMs, secrets: apiKey ? [apiKey] : [], answerBytes }),
    logLevel: 'off',
  })
}
