import OpenAI from 'openai'
import { InvalidInput } from '../domain/errors.ts'
import { cleaned } from './cleaned.ts'
import { checkAddress, guardedFetch, requestFailure } from './guarded-fetch.ts'
import { type Labeler, type Reply, RequestFailed } from './labeler.ts'
import { conversationMessage, type Prompt } from './prompt.ts'

export const RESPONSE_FORMATS = ['json_schema', 'json_object'] as const
/** Structured outputs, or JSON mode for servers without them. */
export type ResponseFormat = (typeof RESPONSE_FORMATS)[number]

export type OpenAiOptions = {
  model: string
  temperature: number
  timeoutMs: number
  responseFormat: ResponseFormat
  /** Left out: OpenAI's own. */
  baseUrl?: string
  /** Of OpenAI's own API there must be one. */
  apiKey?: string
}

const OPENAI = 'https://api.openai.com/v1'

export type ChatBody = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming

/** The body of the request about one conversation. */
export const chatBody = (
  { instructions, schema }: Prompt,
  { model, temperature, responseFormat }: Pick<OpenAiOptions, 'model' | 'temperature' | 'responseFormat'>,
  conversation: string,
): ChatBody => ({
  model,
  temperature,
  messages: [
    { role: 'system', content: instructions },
    { role: 'user', content: conversationMessage(conversation) },
  ],
  response_format:
    responseFormat === 'json_schema'
      ? { type: 'json_schema', json_schema: { name: 'labels', strict: true, schema } }
      : { type: 'json_object' },
})

/** What a completion says. @throws RequestFailed when it is none. */
export const replyOf = (completion: OpenAI.Chat.ChatCompletion): Reply => {
  const choice = completion.choices?.[0]
  if (!choice?.message) throw new RequestFailed('TRANSIENT', 'the server answers without a choice')
  const { usage } = completion
  const tokens = usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : null
  const { content, refusal } = choice.message
  if (refusal) return { tokens, refusal: cleaned(refusal) }
  if (choice.finish_reason === 'content_filter') return { tokens, refusal: 'stopped by a content filter' }
  return { tokens, text: content ?? '' }
}

/** @throws InvalidInput without a key for OpenAI's own API. */
export const openAiClient = ({ baseUrl = OPENAI, apiKey, timeoutMs }: OpenAiOptions): OpenAI => {
  // The client's own complaint would repeat it.
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new InvalidInput('OPENAI_API_KEY has characters that no key has, such as a space or a line break')
  if (!apiKey && baseUrl === OPENAI) throw new InvalidInput('OPENAI_API_KEY is not set')
  return new OpenAI({
    baseURL: checkAddress(baseUrl, 'the base URL (OPENAI_BASE_URL)'),
    apiKey: apiKey || 'none',
    // Both are guarded-fetch's and ask-until-valid's part.
    maxRetries: 0,
    timeout: 2 * timeoutMs,
    fetch: guardedFetch({ timeoutMs, secrets: apiKey ? [apiKey] : [] }),
    logLevel: 'off',
  })
}

/** Any server with OpenAI's chat completions. */
export const openAiLabeler = (prompt: Prompt, options: OpenAiOptions): Labeler => {
  const client = openAiClient(options)
  return {
    ask: async (conversation) => {
      try {
        const body = chatBody(prompt, options, conversation)
        return replyOf(await client.chat.completions.create(body))
      } catch (error) {
        throw requestFailure(error)
      }
    },
  }
}
