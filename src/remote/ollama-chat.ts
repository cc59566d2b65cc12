import { Ollama } from 'ollama'
import { checkAddress } from './address.ts'
import type { ChatModel } from './chat-model.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { RequestFailed, requestFailure } from './request-failed.ts'
import { tokensIn } from './tokens.ts'

export type OllamaOptions = {
  model: string
  timeoutMs: number
  /** Tokens of prompt and answer together: Ollama silently cuts off what is beyond. */
  contextLength: number
  /** Left out: this machine's. */
  host?: string
}

/** As the client itself takes OLLAMA_HOST: without a scheme it is http, without a name this machine. */
const addressOf = (host: string) =>
  host.includes('://') ? host : `http://${host.startsWith(':') ? '127.0.0.1' : ''}${host}`

/** An Ollama server. The answer's format is the schema; models that think are told not to. */
export const ollamaChat = (options: OllamaOptions): ChatModel => {
  const { model, timeoutMs, contextLength, host } = options
  if (host) checkAddress(addressOf(host), 'OLLAMA_HOST')
  const client = new Ollama({ host: host || undefined, fetch: guardedFetch({ timeoutMs, secrets: [] }) })
  return {
    ask: async ({ messages, temperature, format, answerTokens = 0 }) => {
      const size = messages.reduce((sum, { content }) => sum + tokensIn(content), answerTokens)
      if (size > contextLength)
        throw new RequestFailed('UNSENT', `about ${size} tokens, more than the context of ${contextLength}`)
      try {
        const { message, prompt_eval_count, eval_count } = await client.chat({
          model,
          stream: false,
          think: false,
          format: format.schema,
          // A small model that repeats itself would never end.
          options: { temperature, num_ctx: contextLength, num_predict: contextLength },
          messages: [...messages],
        })
        if (typeof message?.content !== 'string')
          throw new RequestFailed('TRANSIENT', 'the server answers without a message')
        const counted = prompt_eval_count !== undefined && eval_count !== undefined
        const tokens = counted ? { input: prompt_eval_count, output: eval_count } : null
        return { text: message.content, tokens }
      } catch (error) {
        throw requestFailure(error)
      }
    },
  }
}
