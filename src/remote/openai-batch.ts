import type OpenAI from 'openai'
import { toFile } from 'openai'
import type { ChatRequest, Reply } from './chat-model.ts'
import { cleaned } from './cleaned.ts'
import { chatBody, type OpenAiChatOptions, replyOf } from './openai-chat.ts'
import { type OpenAiServer, openAiClient } from './openai-client.ts'
import { RequestFailed, requestFailure } from './request-failed.ts'

/** How a batch is doing: what the server calls its state, and whether that is its last. */
export type BatchState = { state: string; ended: boolean; completed: number; reason: string }

/** What came back for one request, under the name it was sent with. */
export type BatchResult = { customId: string } & ({ reply: Reply } | { failed: string })

/** A server that answers whole files of requests later. */
export type BatchServer = {
  /** A request as a line of a file. */
  lineOf(customId: string, request: ChatRequest): string
  /** Sends a file of requests; returns the batch's id. @throws RequestFailed */
  send(key: string, lines: string): Promise<string>
  /** The id of the batch that was sent with a key, if it has arrived. */
  find(key: string): Promise<string | null>
  look(batchId: string): Promise<BatchState>
  /** All results that there are, of the output and the error file, in whatever order. */
  fetch(batchId: string): Promise<BatchResult[]>
}

const ENDED = new Set<string>(['completed', 'failed', 'expired', 'cancelled'])
const ENDPOINT = '/v1/chat/completions'
const METADATA = 'seal_graphql_batch'
/** How many of the server's latest batches are looked through for a key. */
const LOOKED_THROUGH = 1000

type Line = {
  custom_id: string
  response?: {
    status_code: number
    body: OpenAI.Chat.ChatCompletion & { error?: { message?: string } }
  } | null
  error?: { message?: string; code?: string } | null
}

const resultOf = ({ custom_id: customId, response, error }: Line): BatchResult => {
  const reason = error?.message ?? error?.code ?? response?.body?.error?.message ?? 'no reason given'
  if (response?.status_code !== 200) {
    const status = response ? `the server answers ${response.status_code}` : 'no answer'
    return { customId, failed: `${status}: ${cleaned(reason)}` }
  }
  try {
    return { customId, reply: replyOf(response.body) }
  } catch (failure) {
    if (failure instanceof RequestFailed) return { customId, failed: failure.message }
    throw failure
  }
}

/** OpenAI's batches, of chat completions. */
export const openAiBatchServer = (options: OpenAiServer & OpenAiChatOptions): BatchServer => {
  const client = openAiClient(options)
  const calling = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call()
    } catch (error) {
      throw requestFailure(error)
    }
  }
  const linesOf = async (fileId: string | undefined): Promise<BatchResult[]> => {
    if (!fileId) return []
    const text = await (await client.files.content(fileId)).text()
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        try {
          return resultOf(JSON.parse(line))
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error
          throw new RequestFailed('TRANSIENT', 'a file of answers has a line that is no JSON')
        }
      })
  }
  return {
    lineOf: (customId, request) =>
      `${JSON.stringify({
        custom_id: customId,
        method: 'POST',
        url: ENDPOINT,
        body: chatBody(request, options),
      })}\n`,
    send: (key, lines) =>
      calling(async () => {
        const file = await toFile(Buffer.from(lines), 'requests.jsonl')
        const { id } = await client.files.create({ file, purpose: 'batch' })
        const batch = await client.batches.create({
          input_file_id: id,
          endpoint: ENDPOINT,
          completion_window: '24h',
          metadata: { [METADATA]: key },
        })
        return batch.id
      }),
    find: (key) =>
      calling(async () => {
        let looked = 0
        for await (const { id, metadata } of client.batches.list({ limit: 100 })) {
          if (metadata?.[METADATA] === key) return id
          if (++looked >= LOOKED_THROUGH) return null
        }
        return null
      }),
    look: (batchId) =>
      calling(async () => {
        const { status, request_counts, errors } = await client.batches.retrieve(batchId)
        const completed = (request_counts?.completed ?? 0) + (request_counts?.failed ?? 0)
        const reason = cleaned(errors?.data?.map(({ message }) => message ?? '').join('; ') ?? '')
        return { state: status, ended: ENDED.has(status), completed, reason }
      }),
    fetch: (batchId) =>
      calling(async () => {
        const { output_file_id, error_file_id } = await client.batches.retrieve(batchId)
        return [...(await linesOf(output_file_id)), ...(await linesOf(error_file_id))]
      }),
  }
}
