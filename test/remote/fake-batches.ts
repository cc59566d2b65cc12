import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { answerTo, textOf } from './fake-model.ts'
import { USAGE } from './fake-openai.ts'

type Request = {
  custom_id: string
  url: string
  body: { messages: { role: string; content: string }[] }
}
type Batch = {
  id: string
  metadata: Record<string, string>
  requests: Request[]
  status: string
  output?: string
  errors?: string
}

/** What became of one request, as a line of a file of answers. */
export type Outcome = 'answer' | 'invalid' | 'refusal' | 'error' | 'expired'

type Options = {
  /** What becomes of each request of the nth batch. */
  outcome?: (conversation: string, batch: number) => Outcome
  /** How the nth batch ends, and after how many looks. */
  end?: (batch: number) => { status: string; looks: number }
  /** The lines of the nth batch's output as they are written. */
  arrange?: (lines: string[], batch: number) => string[]
  /** Fails the nth call of this kind: before it is done, or after, when nobody hears of it. */
  fault?: (call: string, nth: number) => 'before' | 'after' | null
}

const lineOf = (request: Request, outcome: Outcome): { line: string; error: boolean } => {
  const { custom_id } = request
  const error = (status: number | null, code: string) => ({
    line: JSON.stringify({
      id: 'r',
      custom_id,
      response: status === null ? null : { status_code: status, body: { error: { message: code } } },
      error: status === null ? { code, message: `it is ${code}` } : null,
    }),
    error: true,
  })
  if (outcome === 'expired') return error(null, 'batch_expired')
  if (outcome === 'error') return error(400, 'too long')
  const content = outcome === 'invalid' ? '{}' : JSON.stringify(answerTo(textOf(request.body.messages)))
  const message =
    outcome === 'refusal'
      ? { role: 'assistant', content: null, refusal: 'no' }
      : { role: 'assistant', content, refusal: null }
  const body = {
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: 'stop', message }],
    usage: USAGE,
  }
  return {
    line: JSON.stringify({ id: 'r', custom_id, response: { status_code: 200, body }, error: null }),
    error: false,
  }
}

const bytesOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** OpenAI's files and batches. */
export const startFakeBatches = async ({
  outcome = () => 'answer',
  end = () => ({ status: 'completed', looks: 1 }),
  arrange = (lines) => lines,
  fault = () => null,
}: Options = {}) => {
  const files = new Map<string, string>()
  const batches: Batch[] = []
  const calls = new Map<string, number>()

  const shown = (batch: Batch) => ({
    id: batch.id,
    object: 'batch',
    status: batch.status,
    metadata: batch.metadata,
    output_file_id: batch.output,
    error_file_id: batch.errors,
    errors: batch.status === 'failed' ? { data: [{ message: 'too many tokens' }] } : undefined,
    request_counts: { total: batch.requests.length, completed: 0, failed: 0 },
  })
  const finish = (batch: Batch, number: number, status: string) => {
    batch.status = status
    if (status === 'failed') return
    const lines = batch.requests.map((request) =>
      lineOf(request, outcome(textOf(request.body.messages), number)),
    )
    const write = (error: boolean) => {
      const kept = arrange(
        lines.filter((line) => line.error === error).map(({ line }) => line),
        number,
      )
      if (kept.length === 0) return undefined
      const id = `file-${files.size}`
      files.set(id, `${kept.join('\n')}\n`)
      return id
    }
    batch.output = write(false)
    batch.errors = write(true)
  }
  const looks = new Map<string, number>()
  const handle = async (request: IncomingMessage): Promise<[call: string, answer: string | object]> => {
    const { method, url = '' } = request
    const [, resource, id, part] = url.replace(/\?.*/, '').replace('/v1', '').split('/')
    const bytes = await bytesOf(request)
    if (method === 'POST' && resource === 'files') {
      const form = await new Response(bytes, {
        headers: { 'content-type': request.headers['content-type']! },
      }).formData()
      const name = `file-${files.size}`
      files.set(name, await (form.get('file') as File).text())
      return ['upload', { id: name, object: 'file', purpose: form.get('purpose') }]
    }
    if (resource === 'files' && part === 'content') return ['content', files.get(id)!]
    if (method === 'POST') {
      const { input_file_id, metadata, completion_window } = JSON.parse(bytes.toString())
      if (completion_window !== '24h') throw new Error('not a window')
      const requests = files
        .get(input_file_id)!
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      const batch = { id: `batch-${batches.length}`, metadata, requests, status: 'in_progress' }
      return ['create', batch]
    }
    if (id === undefined)
      return ['list', { object: 'list', data: batches.toReversed().map(shown), has_more: false }]
    return ['look', { id }]
  }
  const server = createServer(async (request, response) => {
    const [call, answer] = await handle(request)
    const nth = calls.get(call) ?? 0
    calls.set(call, nth + 1)
    const found = fault(call, nth)
    if (found === 'before') return void request.socket.destroy()
    let body = answer
    if (call === 'create') {
      batches.push(answer as Batch)
      body = shown(answer as Batch)
    }
    if (call === 'look') {
      const number = batches.findIndex(({ id }) => id === (answer as Batch).id)
      const batch = batches[number]
      const count = (looks.get(batch.id) ?? 0) + 1
      looks.set(batch.id, count)
      const { status, looks: needed } = end(number)
      if (batch.status === 'in_progress' && count >= needed) finish(batch, number, status)
      body = shown(batch)
    }
    if (found === 'after') return void request.socket.destroy()
    response.writeHead(200, {
      'content-type': typeof body === 'string' ? 'application/binary' : 'application/json',
    })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    batches,
    calls,
    /** Every request of every batch that the server has, and would be paid for. */
    requests: () => batches.flatMap(({ requests }) => requests.map(({ custom_id }) => custom_id)),
  }
}
