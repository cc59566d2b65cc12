import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { startServer } from '../../src/server/server.ts'
import { ingestSealSmall, SEAL_SMALL, write } from '../graphql/ask.ts'
import { ownPostgres, programs } from '../own-postgres.ts'

type Answer = { kind: string; at: number; took: number; codes: string[]; masked: string }

const GRAPHQL = {
  page: () => '{ dataset(name: "seal-small") { pairs(first: 20) { edges { node { chosen { text } } } } } }',
  metric: () => '{ dataset(name: "seal-small") { audit { alignment { score } } } }',
  // Asked of a worker's own connection; never the same text.
  search: () =>
    `{ dataset(name: "seal-small") { audit(where: { text: "${Math.random()}" }) { alignment { pairs } } } }`,
}

const codesOf = (errors: { extensions?: { code?: string } }[] = []) =>
  errors.map(({ extensions }) => extensions?.code ?? 'none')

/** One question over HTTP: the codes of its errors, and what it says of them. */
const ask = async (
  url: string,
  kind: keyof typeof GRAPHQL | 'table',
): Promise<Omit<Answer, 'kind' | 'at'>> => {
  const started = performance.now()
  const response = await (kind === 'table'
    ? fetch(new URL('/tables/seal-small/pairs.csv?texts=true', url))
    : fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: GRAPHQL[kind]() }),
      }))
  const text = await response.text().catch(() => '{"code": "broken off"}')
  const took = performance.now() - started
  if (kind === 'table' && response.ok && !text.startsWith('{')) return { took, codes: [], masked: '' }
  const { errors, code } = JSON.parse(text)
  return { took, codes: code ? [code] : codesOf(errors), masked: text }
}

const KINDS = ['page', 'metric', 'search', 'table'] as const

describe.skipIf(!programs)('when PostgreSQL dies under load', () => {
  it('requests fail clearly, and go on when it is back', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => logged.mockRestore())
    const { url, kill, start } = await ownPostgres()
    await write(url, ingestSealSmall)
    const server = await startServer({ databaseUrl: url, host: '127.0.0.1', port: 0 })
    onTestFinished(server.close)

    const answers: Answer[] = []
    let loading = true
    const load = async (kind: (typeof KINDS)[number]) => {
      while (loading) {
        const at = performance.now()
        answers.push({ kind, at, ...(await ask(server.url, kind)) })
        await setTimeout(5)
      }
    }
    const clients = [...KINDS, ...KINDS].map(load)
    const answered = (since: number) => answers.filter(({ at }) => at >= since)
    const kindsOf = (some: Answer[]) => new Set(some.map(({ kind }) => kind))
    const untilAllAnswered = (since: number, wanted: (answer: Answer) => boolean) =>
      vi.waitUntil(() => kindsOf(answered(since).filter(wanted)).size === KINDS.length, { timeout: 20_000 })
    await untilAllAnswered(0, ({ codes }) => codes.length === 0)
    expect(answers.flatMap(({ codes }) => codes)).toEqual([])

    const subscription = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { datasetRevised(name: "seal-small") { revision } }' }),
    })
    const ready = async () => {
      const response = await fetch(new URL('/health/ready', server.url))
      const text = await response.text()
      expect(text).not.toMatch(/127\.0\.0\.1|postgres|SELECT|prisma/i)
      return [response.status, JSON.parse(text).checks.database]
    }
    expect(await ready()).toEqual([200, 'ok'])
    let told = ''
    const reading = subscription.body?.pipeThrough(new TextDecoderStream()).pipeTo(
      new WritableStream({
        write: (text) => {
          told += text
        },
      }),
    )

    await kill()
    const dead = performance.now()
    expect(await ready()).toEqual([503, "it can't be reached; the log says why"])
    await untilAllAnswered(dead, ({ codes }) => codes.length > 0)
    const failures = answered(dead).filter(({ codes }) => codes.length > 0)
    // A table that was being streamed has its status already: it can only break off.
    const codes = failures.flatMap(({ codes }) => codes).filter((code) => code !== 'broken off')
    expect(new Set(codes)).toEqual(new Set(['UNAVAILABLE']))
    for (const { masked } of failures) expect(masked).not.toMatch(/127\.0\.0\.1|postgres|SELECT|prisma/i)
    expect(answered(dead).filter(({ codes }) => codes.length === 0)).toEqual([])

    await start()
    const back = performance.now()
    expect(await ready()).toEqual([200, 'ok'])
    await untilAllAnswered(back, ({ codes }) => codes.length === 0)
    // Each connection of a worker, too: none of them asks in vain any longer.
    const recovered = performance.now()
    await setTimeout(1500)
    loading = false
    await Promise.all(clients)
    expect(recovered - back).toBeLessThan(5000)
    expect(answered(recovered).flatMap(({ codes }) => codes)).toEqual([])
    expect(kindsOf(answered(recovered)).size).toBe(KINDS.length)
    expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(7000)

    // The subscription has outlived it all, and hears of what others write.
    expect(told).not.toContain('revision')
    const { pre } = SEAL_SMALL
    await write(url, (context) =>
      ingestRewards(context, { dataset: 'seal-small', model: 'another', stage: 'PRE', file: pre }),
    )
    await vi.waitUntil(() => told.includes('"revision":7'), { timeout: 1000 })
    expect(logged.mock.calls).toEqual([])
    await server.close()
    await reading
  })
})
