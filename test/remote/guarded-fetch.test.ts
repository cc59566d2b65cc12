import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { guardedFetch } from '../../src/remote/guarded-fetch.ts'
import { ollamaChat } from '../../src/remote/ollama-chat.ts'
import { openAiBatchServer } from '../../src/remote/openai-batch.ts'
import { openAiChat } from '../../src/remote/openai-chat.ts'
import { openAiEmbeddings } from '../../src/remote/openai-embeddings.ts'
import { openAiModels } from '../../src/remote/served-models.ts'
import { openHttpScorer } from '../../src/score/http.ts'

const start = async (listener: RequestListener) => {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const PART = Buffer.alloc(1_000_000, ' ')

/** A server that answers with that status and never ends. */
const endless = async (status: number) => {
  const sent = { megabytes: 0, ended: 0 }
  const url = await start((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' })
    const more = () => {
      while (!response.destroyed) {
        sent.megabytes++
        if (!response.write(PART)) return void response.once('drain', more)
      }
    }
    response.once('close', () => sent.ended++)
    more()
  })
  return { url, sent }
}

const MODEL = { model: 'm', timeoutMs: 20_000, responseFormat: 'json_object' as const, apiKey: 'k' }
const REQUEST = {
  messages: [{ role: 'user' as const, content: 'secret text' }],
  temperature: 0,
  format: { name: 'f', schema: {} },
}

/** What asks servers of other people, each for another kind of answer. */
const ASKING: Record<string, (url: string) => Promise<unknown>> = {
  'a chat model': (baseUrl) => openAiChat({ ...MODEL, baseUrl }).ask(REQUEST),
  Ollama: (host) => ollamaChat({ ...MODEL, host, contextLength: 1000 }).ask(REQUEST),
  embeddings: (baseUrl) =>
    openAiEmbeddings({ ...MODEL, baseUrl, encodingFormat: 'float', requestSize: 1 }).embed(['secret text']),
  models: (baseUrl) => openAiModels({ ...MODEL, baseUrl }),
  batches: (baseUrl) => openAiBatchServer({ ...MODEL, baseUrl }).look('b'),
  scores: async (url) => {
    const scorer = await openHttpScorer({ url, format: 'text-embeddings-inference', retries: 0 })
    for await (const scored of scorer.score([{ text: 'secret text' }])) return scored
  },
}

describe.each(Object.entries(ASKING))('%s', (_, ask) => {
  it.each([200, 400])('come from no server whose answer of status %i never ends', async (status) => {
    const { url, sent } = await endless(status)
    const begun = sent.ended
    await ask(url).then(
      // Why a text is refused may be told of it.
      (answer) => expect(JSON.stringify(answer)).toContain('the server answers 400'),
      (error) =>
        expect(error.message).toMatch(
          status === 200 ? /the server answers with more than \d+ bytes, which no answer has/ : /answers 400/,
        ),
    )
    await expect.poll(() => sent.ended).toBeGreaterThan(begun)
    // Beside what was read there is what was on its way.
    expect(sent.megabytes).toBeLessThan(40)
  })

  it.each([301, 302, 303, 307, 308])('go nowhere else after %i', async (status) => {
    let arrived = 0
    const elsewhere = await start((_, response) => {
      arrived++
      response.end('{}')
    })
    const url = await start((request, response) => {
      request.resume()
      // About a server that does not say what it serves nobody is told.
      if (request.method === 'GET' && request.url === '/info') return response.writeHead(404).end()
      response.writeHead(status, { location: `${elsewhere}${request.url}` }).end()
    })
    await expect(ask(url)).rejects.toThrow(
      `the server answers ${status}: it sends on to another address; what is sent goes to no other`,
    )
    expect(arrived).toBe(0)
  })
})

it('takes more of a file than of an answer', async () => {
  const url = await start((_, response) => response.end('{"a": 1}\n'.repeat(10)))
  const get = guardedFetch({ timeoutMs: 5000, secrets: [], answerBytes: 50 })
  expect(await (await get(`${url}/files/f/content`)).text()).toHaveLength(90)
  await expect(get(`${url}/files/f`)).rejects.toThrow('more than 50 bytes')
})

describe('embeddings that are numbered', () => {
  const answerOf = (indices: unknown[]) =>
    JSON.stringify({ data: indices.map((index, at) => ({ index, embedding: [at, 1] })) })
  const embed = async (indices: unknown[]) => {
    const baseUrl = await start((request, response) => {
      request.resume()
      response.setHeader('content-type', 'application/json').end(answerOf(indices))
    })
    return openAiEmbeddings({ ...MODEL, baseUrl, encodingFormat: 'float', requestSize: 9 }).embed(['a', 'b'])
  }

  it('are put in order', async () =>
    expect(await embed([1, 0])).toEqual([
      [1, 1],
      [0, 1],
    ]))

  it.each([[[0, 0]], [[-1, 1]], [[1, 2]], [[0, 0, 1]], [[0, 1.5]], [['0', '1']], [[undefined, undefined]]])(
    'otherwise than the texts are not taken: %j',
    async (indices) => {
      await expect(embed(indices)).rejects.toThrow('one vector for each of 2 texts')
    },
  )
})
