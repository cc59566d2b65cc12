import type OpenAI from 'openai'
import type { ChatModel, ChatRequest, Reply } from './chat-model.ts'
import { cleaned } from './cleaned.ts'
import { type OpenAiServer, openAiClient } from './openai-client.ts'
import type { ResponseFormat } from './openai-settings.ts'
import { RequestFailed, requestFailure } from './request-failed.ts'

export type OpenAiChatOptions = { model: string; responseFormat: ResponseFormat }

type ChatBody = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming

/** The body of a request. */
export const chatBody = (
  { messages, temperature, format }: ChatRequest,
  { model, responseFormat }: OpenAiChatOptions,
): ChatBody => ({
  model,
  temperature,
  messages: [...messages],
  response_format:
    responseFormat === 'json_schema'
      ? { type: 'json_schema', json_schema: { ...format, strict: true } }
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

/** Any server with OpenAI's chat completions. @throws InvalidInput as `openAiClient` does. */
export const openAiChat = (options: OpenAiServer & OpenAiChatOptions): ChatModel => {
  const client = openAiClient(options)
  return {
    ask: async (request) => {
      try {
        return replyOf(await client.chat.completions.create(chatBody(request, options)))
      } catch (error) {
        throw requestFailure(error)
      }
    },
  }
}
