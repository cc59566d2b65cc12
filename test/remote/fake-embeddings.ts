import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with a request instead of answering it as it should. */
export type Trouble =
  | { status: number; headers?: Record<string, string>; body?: object }
  | 'cut body'
  | 'dropped'
  | 'silent'
  | 'one too few'
  | 'one index twice'
  | 'other length'
  | 'no vectors'

export type Asked = { texts: string[]; format: unknown; authorization?: string; at: number; ok: boolean }

const DIMENSIONS = 16
const TOKENS = 7

/** The vector of a text: always the same, and exact in 32 bits. */
export const vectorOf = (text: string): number[] => {
  const bits = createHash('sha256').update(text).digest()
  return Array.from({ length: DIMENSIONS }, (_, at) => Math.fround((bits[at] - 100) / 128))
}

export const cosineOf = (a: string, b: string): number => {
  const unit = (text: string) => {
    const norm = Math.hypot(...vectorOf(text))
    return vectorOf(text).map((value) => value / norm)
  }
  const [left, right] = [unit(a), unit(b)]
  return left.reduce((sum, value, at) => sum + value * right[at], 0)
}

/** How many tokens the server counts for so many texts. */
export const tokensOf = (texts: number) => TOKENS * texts

const base64 = (vector: number[]) => Buffer.from(Float32Array.from(vector).buffer).toString('base64')

const bodyOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

/** OpenAI's embeddings, with what may go wrong. `vector` may give a text another vector. */
export const startFakeEmbeddings = async ({
  trouble = () => null,
  vector = vectorOf,
  delayMs = 0,
}: {
  trouble?: (request: number, texts: readonly string[]) => Trouble | null
  vector?: (text: string) => (number | null)[]
  delayMs?: number
} = {}) => {
  const asked: Asked[] = []
  const answer = (texts: string[], model: string, format: unknown) => ({
    object: 'list',
    model,
    // In another order than they were asked for.
    data: texts
      .map((text, index) => {
        const embedding = vector(text)
        return {
          object: 'embedding',
          index,
          embedding: format === 'base64' ? base64(embedding as number[]) : embedding,
        }
      })
      .reverse(),
    usage: { prompt_tokens: tokensOf(texts.length), total_tokens: tokensOf(texts.length) },
  })
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const json = (status: number, body: object, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    }
    if (request.url !== '/v1/embeddings') return json(404, { error: { message: `no ${request.url}` } })
    const { input: texts, model, encoding_format: format } = await bodyOf(request)
    const { authorization } = request.headers
    const own: Asked = { texts, format, authorization, at: performance.now(), ok: false }
    const found = trouble(asked.push(own) - 1, texts)
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs))
    const right = answer(texts, model, format)
    switch (found) {
      case null:
        own.ok = true
        return json(200, right)
      case 'silent':
        return
      case 'dropped':
        return void request.socket.destroy()
      case 'one too few':
        return json(200, { ...right, data: right.data.slice(1) })
      case 'one index twice':
        return json(200, { ...right, data: right.data.map((one) => ({ ...one, index: 0 })) })
      case 'other length':
        return json(200, { ...right, data: right.data.map((one) => ({ ...one, embedding: [1, 2, 3] })) })
      case 'no vectors':
        return json(200, { ...right, data: right.data.map((one) => ({ ...one, embedding: {} })) })
      case 'cut body': {
        const whole = JSON.stringify(right)
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
        response.write(whole.slice(0, whole.length / 2))
        return void setTimeout(() => request.socket.destroy(), 5)
      }
      default:
        return json(found.status, found.body ?? { error: { message: 'trouble' } }, found.headers)
    }
  }
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.destroy(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
