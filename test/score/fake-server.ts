import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with a request instead of answering it. */
export type Mischief =
  | { status: number; body?: string; headers?: Record<string, string> }
  | { drop: 'before' | 'middle' }
  | { silent: true }
  | { answer: string }

export type Asked = { path: string; texts: string[]; token: string | undefined; at: number; ok: boolean }

/** The score of a text: any function that tells texts apart and that both sides can compute. */
export const scoreOf = (text: string): number => {
  let hash = 7
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) % 1_000_003
  return hash / 1_000_003 - 0.5
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

type Body = {
  inputs?: [string, string][]
  input?: string[]
  messages?: { role: string; content: string }[]
  raw_scores?: boolean
  truncate?: boolean
  use_activation?: boolean
  model?: string
}

const wrong = (reason: string) => ({ status: 422, answer: { error: reason } })

/** The three wire formats, as the servers check and answer them. */
const answerOf = (path: string, body: Body): { texts: string[]; status: number; answer: unknown } => {
  if (path === '/predict') {
    const texts = (body.inputs ?? []).map((pair) => pair.join(''))
    if (
      body.raw_scores !== true ||
      body.truncate !== true ||
      (body.inputs ?? []).some(({ length }) => length !== 2)
    )
      return { texts, ...wrong('raw_scores, truncate and pairs, please') }
    if (texts.length > 32) return { texts, status: 413, answer: { error: 'batch size > 32' } }
    return { texts, status: 200, answer: texts.map((text) => [{ score: scoreOf(text), label: 'LABEL_0' }]) }
  }
  const chat = body.messages?.map(({ role, content }) => `${role}:${content}`).join('|')
  const texts = chat === undefined ? (body.input ?? []) : [chat]
  if (body.use_activation !== false || body.model !== 'served')
    return { texts, status: 400, answer: { error: 'use_activation must be false, the model "served"' } }
  const key = path === '/classify' ? 'probs' : 'data'
  const data = texts.map((text, index) => ({ index, [key]: [scoreOf(text)] }))
  // In another order than they were asked for.
  return { texts, status: 200, answer: { object: 'list', model: body.model, data: data.reverse() } }
}

/** A server that speaks the formats and misbehaves as `mischief` says; it remembers what it was asked. */
export const startFakeServer = async (
  mischief: (request: number, texts: readonly string[]) => Mischief | null = () => null,
  delayMs = () => 5,
) => {
  const asked: Asked[] = []
  let most = 0
  let open = 0
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? ''
    const send = (status: number, answer: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
    }
    if (path === '/info')
      return send(200, { model_id: 'rm', model_sha: 'abc', model_dtype: 'float16', max_input_length: 512 })
    if (path === '/v1/models')
      return send(200, { data: [{ id: 'served', root: 'org/rm', max_model_len: 4096 }] })
    const { texts, status, answer } = answerOf(path, JSON.parse(await read(request)))
    const own: Asked = { path, texts, token: request.headers.authorization, at: performance.now(), ok: false }
    const trick = mischief(asked.push(own) - 1, texts)
    if (trick === null) {
      // As long as real ones take, so that requests overlap.
      await new Promise((done) => setTimeout(done, delayMs()))
      own.ok = status === 200
      return send(status, answer)
    }
    if ('silent' in trick) return
    if ('answer' in trick) return send(200, trick.answer)
    if ('status' in trick) return send(trick.status, trick.body ?? { error: 'trouble' }, trick.headers)
    if (trick.drop === 'before') return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('[[{"score":')
    setTimeout(() => request.socket.destroy(), 5)
  }
  const server = createServer((request, response) => {
    most = Math.max(most, ++open)
    response.once('close', () => open--)
    respond(request, response).catch((error) => response.destroy(error))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    mostAtOnce: () => most,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
