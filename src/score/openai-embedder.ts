import type { OpenAiServer } from '../remote/openai-client.ts'
import { type EmbeddingOptions, openAiEmbeddings } from '../remote/openai-embeddings.ts'
import type { RetryPolicy } from '../remote/retry.ts'
import { askInParts } from './ask-in-parts.ts'
import type { Embedder } from './embedder.ts'
import { request } from './request.ts'

export type OpenAiEmbedderOptions = OpenAiServer &
  EmbeddingOptions &
  RetryPolicy & {
    /** Texts of a request. */
    requestSize: number
    /** Requests at once. */
    concurrency: number
  }

/** A sentence-embedding model behind OpenAI's API. @throws InvalidInput for an address or a key that can't be used. */
export const openOpenAiEmbedder = (options: OpenAiEmbedderOptions): Embedder => {
  const { requestSize, concurrency } = options
  const model = openAiEmbeddings(options)
  const address = `${model.url}/embeddings`
  const answers = askInParts({
    address,
    requestSize,
    concurrency,
    ask: (items, signal) => {
      const texts = items.map(({ text }) => text)
      return request(address, () => model.embed(texts), options, signal)
    },
  })
  return {
    provenance: {
      backend: 'OPENAI',
      url: model.url,
      model: options.model,
      input: 'the whole text',
      truncation: 'as the server does it',
      pooling: 'as the server does it',
    },
    embed: answers,
    spent: model.spent,
    remarks: () => [],
    close: async () => undefined,
  }
}
