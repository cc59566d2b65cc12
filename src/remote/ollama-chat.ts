import type { ChatModel } from './chat-model.ts'
import { ollamaClient } from './ollama-client.ts'
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

/** An Ollama server. The answer's format is the schema; models that think are told not to. */
export const ollamaChat = (options: OllamaOptions): ChatModel => {
  const { model, contextLength } = options
  const client = ollamaClient(options)
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
