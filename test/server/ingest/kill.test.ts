import { mkdtempSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../../src/pipeline/ingest-rewards.ts'
import type { Connection } from '../../../src/store/sql/connection.ts'
import { databases, dump, firstDifference, openFresh } from '../../databases.ts'
import { manyPairs, tempFile } from '../../pipeline/files.ts'
import { temporaryFolder } from '../../temporary.ts'
import { serveProcess } from '../operations/process.ts'
import type { Answer } from './sending.ts'

/** `INGEST_KILLS=20` for more: so many of clients, and as many of servers. */
const KILLS = Number(process.env.INGEST_KILLS || 1)
const PAIRS = 20_000
const PARTS = 20
/** Within which a kill comes: the upload takes the first third of a second, its import most of the rest. */
const LATEST_MS = 1200

const REWARDS = `row_id,chosen_score,rejected_score\n${Array.from({ length: PAIRS }, (_, row) => `${row},${(row * 7) % 11},${(row * 5) % 13}\n`).join('')}`
const PATH = '/ingest/d/rewards?model=m&stage=POST'

/** The rewards as a client sends them that takes its time. */
const slowly = () => {
  let part = 0
  const size = Math.ceil(REWARDS.length / PARTS)
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await wait(15)
      controller.enqueue(new TextEncoder().encode(REWARDS.slice(part * size, ++part * size)))
      if (part === PARTS) controller.close()
    },
  })
}

/** All but revisions: what is cut off makes one, too. */
const rowsOf = async (connection: Connection) => ({ ...(await dump(connection)), dataset: [] })

describe.each(databases())('on $name', (database) => {
  it(`${KILLS} kills of clients and of servers amid uploads: sent again, the rows are in, and once`, async () => {
    const pairs = tempFile(manyPairs(PAIRS))
    const calm = await openFresh(database)
    const all = await openFresh(database)
    for (const { context } of [calm, all])
      await ingestPairs(context, { dataset: 'd', files: [pairs], unmeasured: true })
    await ingestRewards(calm.context, { dataset: 'd', model: 'm', stage: 'POST', file: tempFile(REWARDS) })

    const TMPDIR = mkdtempSync(path.join(temporaryFolder(), 'spool-'))
    const start = async () => {
      const served = await serveProcess(all.url, { TMPDIR })
      onTestFinished(() => served.kill('SIGKILL'))
      return served
    }
    let server = await start()
    const send = (signal?: AbortSignal) =>
      server
        .get(PATH, { method: 'POST', body: slowly(), duplex: 'half', signal } as RequestInit)
        .then((response) => response.json() as Promise<Answer>)
    const log: string[] = []
    for (let kill = 0; kill < 2 * KILLS; kill++) {
      const ofClient = kill % 2 === 0
      const client = new AbortController()
      const sent = send(client.signal).catch(() => null)
      const ms = Math.round(LATEST_MS * Math.random())
      await wait(ms)
      if (ofClient) client.abort()
      else {
        server.kill('SIGKILL')
        await server.exited
      }
      const answer = await sent
      log.push(
        `${ofClient ? 'client' : 'server'} after ${ms} ms: ${answer ? answer.run.counts.read : 'no answer'}`,
      )
      if (!ofClient) server = await start()
    }
    const { run, errors } = await send()
    expect(errors, log.join('\n')).toBeUndefined()
    expect(run, log.join('\n')).toMatchObject({ state: 'DONE', counts: { read: PAIRS, rejected: 0 } })
    expect(
      firstDifference(await rowsOf(all.connection), await rowsOf(calm.connection)),
      log.join('\n'),
    ).toBeNull()
    const runs = await all.prisma.run.findMany({ where: { kind: 'REWARDS' } })
    const changed = runs.map(({ counts }) => (counts as { changed: number }).changed)
    expect(
      changed.reduce((sum, rows) => sum + rows, 0),
      log.join('\n'),
    ).toBe(2 * PAIRS)
    if (process.env.INGEST_KILLS) console.info(`${database.name}: ${log.join('; ')}; ${runs.length} Runs`)
    server.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    // Whoever imported for a server that was killed takes away what that was sent.
    await vi.waitFor(() => expect(readdirSync(TMPDIR)).toEqual([]), { timeout: 10_000 })
  })
})

it('a server that is stopped cuts an import off, says so, and goes on with it when it is sent again', async () => {
  const { url, prisma, context } = await openFresh(databases()[0])
  await ingestPairs(context, { dataset: 'd', files: [tempFile(manyPairs(PAIRS))], unmeasured: true })
  const begin = async () => {
    const served = await serveProcess(url)
    onTestFinished(() => served.kill('SIGKILL'))
    const init = { method: 'POST', body: slowly(), duplex: 'half' } as RequestInit
    const sent = served.get(PATH, init).then(async (response) => (await response.json()) as Answer)
    return { ...served, sent }
  }
  const first = await begin()
  await vi.waitUntil(() => prisma.run.findFirst({ where: { kind: 'REWARDS', position: { gt: 0 } } }), {
    timeout: 20_000,
    interval: 10,
  })
  first.kill('SIGTERM')
  const { errors, run } = await first.sent
  expect(errors?.[0].extensions.code).toBe('UNAVAILABLE')
  expect(run).toMatchObject({ state: 'INTERRUPTED' })
  expect(await first.exited).toEqual([0, null])
  const second = await begin()
  const again = await second.sent
  expect(again.run).toMatchObject({ id: run.id, state: 'DONE', counts: { read: PAIRS, changed: 2 * PAIRS } })
  expect(again.notices[0]).toMatch(/^going on behind row \d+, where an earlier run was cut off$/)
})
