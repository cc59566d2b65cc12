import type { ChatModel } from '../src/remote/chat-model.ts'
import { ollamaChat } from '../src/remote/ollama-chat.ts'
import { type OpenAiChatOptions, openAiChat } from '../src/remote/openai-chat.ts'
import type { OpenAiServer } from '../src/remote/openai-client.ts'
import type { LanguageModelOptions } from './language-model-options.ts'

/** OpenAI's API as options and environment say; keys come from the environment only. */
export const openAiOf = ({
  model,
  baseUrl,
  responseFormat,
  timeout,
}: LanguageModelOptions): OpenAiServer & OpenAiChatOptions => {
  const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env
  return {
    model,
    responseFormat,
    timeoutMs: 1000 * timeout,
    baseUrl: baseUrl || OPENAI_BASE_URL || undefined,
    apiKey: OPENAI_API_KEY,
  }
}

/** The model that answers at once. @throws InvalidInput for what a server lacks, before anything is sent. */
export const chatModelOf = (backend: 'openai' | 'ollama', options: LanguageModelOptions): ChatModel => {
  if (backend === 'openai') return openAiChat(openAiOf(options))
  const { model, contextLength, timeout, baseUrl } = options
  const host = baseUrl ?? process.env.OLLAMA_HOST
  return ollamaChat({ model, contextLength, timeoutMs: 1000 * timeout, host })
}
