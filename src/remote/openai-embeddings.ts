import { type OpenAiServer, openAiClient } from './openai-client.ts'
import type { EncodingFormat } from './openai-settings.ts'
import { RequestFailed, requestFailure } from './request-failed.ts'
import { sortByIndex } from './sort-by-index.ts'
import { tokensIn } from './tokens.ts'

export type EmbeddingOptions = {
  model: string
  encodingFormat: EncodingFormat
  /** Most texts of a request. */
  requestSize: number
}

/** A model behind OpenAI's embeddings API. */
export type EmbeddingModel = {
  /** The server's address, without secrets. */
  url: string
  /** One request, never repeated: a vector for each text, in their order. @throws RequestFailed */
  embed(texts: readonly string[]): Promise<ArrayLike<number>[]>
  /** Tokens that all replies took, of use or not. */
  spent(): number
}

const BYTES = Float32Array.BYTES_PER_ELEMENT
/** Most bytes of one vector's JSON: some 10,000 numbers. */
const VECTOR_BYTES = 250_000

/** Little-endian 32-bit numbers as base64, or the numbers themselves: some servers send what they like. */
const vectorOf = (embedding: unknown): ArrayLike<number> | null => {
  if (typeof embedding === 'string') {
    const bytes = Buffer.from(embedding, 'base64')
    if (bytes.length === 0 || bytes.length % BYTES > 0) return null
    return Float32Array.from({ length: bytes.length / BYTES }, (_, at) => bytes.readFloatLE(at * BYTES))
  }
  if (!Array.isArray(embedding) || embedding.length === 0) return null
  // JSON has null for what is no number.
  return embedding.map((value) => (typeof value === 'number' ? value : Number.NaN))
}

/** The vectors by the numbers that they come with. @throws RequestFailed when they are not one a text. */
const vectorsIn = (data: unknown, texts: number): ArrayLike<number>[] => {
  const rows =
    Array.isArray(data) && data.length === texts ? sortByIndex(data as Record<string, unknown>[]) : null
  const vectors = (rows ?? []).map(({ embedding }) => vectorOf(embedding)).filter((vector) => vector !== null)
  if (vectors.length !== texts)
    throw new RequestFailed(
      'TRANSIENT',
      `the server does not answer with one vector for each of ${texts} texts`,
    )
  return vectors
}

/** Any server with OpenAI's embeddings. @throws InvalidInput as `openAiClient` does. */
export const openAiEmbeddings = (options: OpenAiServer & EmbeddingOptions): EmbeddingModel => {
  const { model, encodingFormat } = options
  const client = openAiClient({ ...options, answerBytes: options.requestSize * VECTOR_BYTES })
  let spent = 0
  let length: number | null = null
  return {
    url: client.baseURL.replace(/\/+$/, ''),
    embed: async (texts) => {
      const body = { model, input: [...texts], encoding_format: encodingFormat }
      const answer = await client.embeddings.create(body).catch((error) => {
        throw requestFailure(error)
      })
      spent += answer.usage?.prompt_tokens ?? texts.reduce((sum, text) => sum + tokensIn(text), 0)
      const vectors = vectorsIn(answer.data, texts.length)
      length ??= vectors[0].length
      const other = vectors.find((vector) => vector.length !== length)
      if (other)
        throw new RequestFailed(
          'FATAL',
          `the server's vectors have ${length} numbers, and then ${other.length}: it is not one model`,
        )
      return vectors
    },
    spent: () => spent,
  }
}
