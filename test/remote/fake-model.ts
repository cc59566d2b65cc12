import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import {
  isRewriting,
  originalOf,
  type RewritingFault,
  rewriteAnswer,
  rewrittenTextOf,
} from './fake-rewriter.ts'

type Values = Record<string, unknown>
type Message = { role: string; content: string }

const bitsOf = (text: string) => createHash('sha256').update(text).digest()

/** What the fake model answers to a conversation: always the same; of a rewriting, the same about target features. */
export const answerTo = (conversation: string): Values => {
  const own = bitsOf(conversation)
  const meant = bitsOf(originalOf(conversation))
  const { features, topics, discriminations } = SEAL_TAXONOMY
  const values = features.map(({ name, kind, role }, index) => {
    const bits = role === 'TARGET' ? meant : own
    return [
      name,
      kind === 'BOOLEAN' ? bits[index] % 2 === 1 : ['negative', 'neutral', 'positive'][bits[index] % 3],
    ]
  })
  return {
    ...Object.fromEntries(values),
    last_response_is_discriminating_against: discriminations.filter((_, index) => own[30] === index),
    topics: topics.filter((_, index) => index === own[31] % 12 || index === own[29] % 12),
  }
}

/** What may go wrong with a request; the rest of these are answers that are not as asked for. */
export const FAULTS = ['rate limit', 'server error', 'dropped', 'cut body', 'proxy page'] as const
export const INVALID = ['no JSON', 'missing key', 'extra key', 'outside the list', 'number'] as const
export type Fault =
  | (typeof FAULTS)[number]
  | (typeof INVALID)[number]
  | RewritingFault
  | 'refusal'
  | 'bad request'
  | 'unauthorized'
  | 'silent'

/** The keys that a request's schema asks for; all where there is none. */
const keysIn = ({ format, response_format }: Record<string, unknown>): readonly string[] => {
  const named = response_format as { json_schema?: { schema: { required: string[] } } } | undefined
  const schema = named?.json_schema?.schema ?? (format as { required: string[] } | undefined)
  return schema?.required ?? Object.keys(answerTo(''))
}

/** The labels that a request asks for. */
const labelsFor = (conversation: string, body: Record<string, unknown>): Values => {
  const answer = answerTo(conversation)
  return Object.fromEntries(keysIn(body).map((key) => [key, answer[key]]))
}

/** The answer to a request, spoiled where there is a fault. */
const answerOf = (body: Record<string, unknown>, fault: Fault | null, heard: string): string => {
  const messages = body.messages as Message[]
  if (isRewriting(messages)) return rewriteAnswer(messages, fault)
  const labels = labelsFor(textOf(messages), body)
  if (fault !== null && heard) labels[`heard${heard}`] = true
  return fault === null ? JSON.stringify(labels) : spoiled(fault, labels)
}

const spoiled = (fault: Fault, answer: Values): string => {
  if (fault === 'no JSON') return `Sure! ${JSON.stringify(answer)}`
  if (fault === 'missing key') delete answer.last_response_is_eloquent
  if (fault === 'extra key') answer.last_response_is_funny = true
  if (fault === 'outside the list') answer.topics = ['Cooking']
  if (fault === 'number') answer.last_response_is_helpful = 1
  return JSON.stringify(answer)
}

export type Received = {
  conversation: string
  body: Record<string, unknown>
  authorization?: string
  at: number
}

type Api = {
  path: string
  conversationIn: (body: Record<string, unknown>) => string
  reply: (text: string, refusal: string | null) => object
}

type Options = {
  /** What goes wrong with the nth request (from 0) about a conversation. */
  fault?: (conversation: string, nth: number) => Fault | null
  /** What a server says that repeats what it was sent. */
  echo?: boolean
  delayMs?: () => number
  onRequest?: (count: number) => void
}

const bodyOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

/** The conversation that a request is about. */
export const textOf = (messages: Message[]): string =>
  isRewriting(messages)
    ? rewrittenTextOf(messages)
    : /^<conversation>([\s\S]*)\n<\/conversation>$/.exec(messages[1].content)![1]

/** A server that answers as a model behind an API does, but for the faults it is told to have. */
export const startFake = async (api: Api, { fault = () => null, echo, delayMs, onRequest }: Options = {}) => {
  const received: Received[] = []
  /** Conversations that got a valid answer, once for each. */
  const answered: string[] = []
  const times = new Map<string, number>()

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const json = (status: number, body: object, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    }
    if (request.url !== api.path) return json(404, { error: { message: `no ${request.url}` } })
    const body = await bodyOf(request)
    const { authorization } = request.headers
    const conversation = api.conversationIn(body)
    const nth = times.get(conversation) ?? 0
    times.set(conversation, nth + 1)
    received.push({ conversation, body, authorization, at: performance.now() })
    onRequest?.(received.length)
    if (delayMs) await setTimeout(delayMs())
    const heard = echo ? ` (${authorization})` : ''
    const found = fault(conversation, nth)
    switch (found) {
      case 'rate limit':
        return json(429, { error: { message: `slow down${heard}` } }, { 'retry-after': '1' })
      case 'server error':
        return json(500, { error: { message: `broken${heard}` } })
      case 'bad request':
        return json(400, { error: { message: `too long${heard}` } })
      case 'unauthorized':
        return json(401, { error: { message: `no such key${heard}` } })
      case 'dropped':
        return void request.socket.destroy()
      case 'silent':
        return
      case 'proxy page':
        response.writeHead(200, { 'content-type': 'text/html' })
        return void response.end('<html>one moment</html>')
      case 'cut body': {
        const whole = JSON.stringify(api.reply(answerOf(body, null, ''), null))
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
        response.write(whole.slice(0, whole.length / 2))
        await setTimeout(20)
        return void request.socket.destroy()
      }
      case 'refusal':
        return json(200, api.reply('', `I'd rather not${heard}`))
      case null:
        answered.push(conversation)
        return json(200, api.reply(answerOf(body, null, ''), null))
      default:
        return json(200, api.reply(answerOf(body, found, heard), null))
    }
  }

  const server = createServer((request, response) => void respond(request, response).catch(() => undefined))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answered,
    timesAsked: (conversation: string) => times.get(conversation) ?? 0,
  }
}

export type Fake = Awaited<ReturnType<typeof startFake>>
export type FakeOptions = Options
