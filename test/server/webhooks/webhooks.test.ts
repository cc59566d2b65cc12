import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Context } from '../../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../../src/pipeline/ingest-rewards.ts'
import { readConfig } from '../../../src/server/config.ts'
import { startServer } from '../../../src/server/server.ts'
import { openWebhooks } from '../../../src/server/webhooks/webhooks.ts'
import { removeObjectives, saveObjectives } from '../../../src/store/objectives.ts'
import { databases, openFresh } from '../../databases.ts'
import { type Asking, ingestSealSmall, openAsk, SEAL_SMALL } from '../../graphql/ask.ts'
import { temporaryFolder } from '../../temporary.ts'
import { SECRET, SOON, settingsOf, startReceiver } from './receiving.ts'

const dataset = 'seal-small'
const [WHOLE, SWAPPED] = ['whole', 'swapped']

/** Rewards of the post model, the two of a pair exchanged where they are swapped. */
const revise = (context: Context, which: string) => {
  const [header, ...lines] = readFileSync(SEAL_SMALL.post, 'utf8').trim().split('\n')
  const rows = lines.map((line) => {
    const [rowId, chosen, rejected] = line.split(',')
    return which === SWAPPED ? `${rowId},${rejected},${chosen},` : line
  })
  const file = path.join(temporaryFolder(), `${which}.csv`)
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`)
  return ingestRewards(context, { dataset, model: 'post-model', stage: 'POST', file })
}

const PATIENT = { timeout: 30_000, interval: 5 }

/** A number that Prometheus would read. */
const metricOf = async ({ yoga }: Asking, name: string) => {
  const text = await (await yoga.fetch('http://localhost/metrics')).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length),
  )
}

/** Webhooks that know which outcomes there are at first: the columns have been asked. */
const openJudging = async (url: string, asking: Asking, judgeMs: number) => {
  const webhooks = await openWebhooks(settingsOf(url), asking, { timing: { ...SOON, judgeMs } })
  onTestFinished(webhooks.close)
  await vi.waitUntil(async () => (await metricOf(asking, 'seal_questions_computed_total')) > 0, PATIENT)
}

/** A receiver of events, as its library verifies and parses them. */
const startEvents = async () => {
  const { url, received, until } = await startReceiver()
  const read = () =>
    received.map(({ body, headers }) => ({
      id: headers['webhook-id'],
      ...(new Webhook(SECRET).verify(body, headers as Record<string, string>) as {
        type: string
        data: { dataset: { id: string; name: string; revision: number }; changes?: unknown[] }
      }),
    }))
  return { url, until, read }
}

describe.each(databases())('webhooks on $name', (on) => {
  const open = async () => {
    const { url, context } = await openFresh(on)
    await ingestSealSmall(context)
    const { id, revision } = await context.prisma.dataset.findFirstOrThrow()
    const asking = openAsk(url)
    onTestFinished(asking.close)
    return { context, id, revision, asking }
  }
  const save = (context: Context, id: number) => {
    const objective = { name: 'aligned', metric: 'ALIGNMENT', atLeast: 0.5 }
    return saveObjectives(context.connection, id, [{ name: 'aligned', objective, baseline: null }])
  }

  it('tell of each revision once, and of outcomes that it changed', async () => {
    const { context, id, revision, asking } = await open()
    await save(context, id)
    const { url, until, read } = await startEvents()
    await openJudging(url, asking, SOON.judgeMs)
    await revise(context, SWAPPED)
    await until(2)
    await removeObjectives(context.connection, id, ['aligned'])
    await until(4)
    const told = { id: 'RGF0YXNldDox', name: dataset }
    const events = read()
    expect(events.map(({ type, data }) => ({ type, ...data }))).toEqual([
      { type: 'dataset.revised', dataset: { ...told, revision: revision + 2 } },
      {
        type: 'objectives.changed',
        dataset: { ...told, revision: revision + 2 },
        changes: [
          {
            name: 'aligned',
            before: 'PASS',
            after: 'FAIL',
            estimate: expect.closeTo(210 / 600, 1),
            message: expect.stringMatching(/^The alignment of post-model is .*: shown to be below 0\.5/),
          },
        ],
      },
      { type: 'dataset.revised', dataset: { ...told, revision: revision + 3 } },
      {
        type: 'objectives.changed',
        dataset: { ...told, revision: revision + 3 },
        changes: [{ name: 'aligned', before: 'FAIL', after: null, estimate: null, message: null }],
      },
    ])
    expect(new Set(events.map(({ id }) => id)).size).toBe(4)
    const { node } = await asking.ask(`{ node(id: "${told.id}") { ... on Dataset { name } } }`)
    expect(node.name).toBe(dataset)
    expect(await metricOf(asking, 'seal_webhook_deliveries_total{outcome="DELIVERED"}')).toBe(4)
  })

  it('tell of a dataset that is new; several servers tell of it under one id', async () => {
    const { context, asking } = await open()
    const { url, until, read } = await startEvents()
    for (const server of [asking, openAsk(asking.url)]) {
      if (server !== asking) onTestFinished(server.close)
      const webhooks = await openWebhooks(settingsOf(url), server, { timing: SOON })
      onTestFinished(webhooks.close)
    }
    await ingestPairs(context, { dataset: 'new', files: [SEAL_SMALL.pairs] })
    await until(2)
    await vi.waitUntil(() => read().filter(({ data }) => data.dataset.revision > 0).length >= 2, PATIENT)
    const last = read().filter(({ data }) => data.dataset.revision > 0)
    expect(last.map(({ data }) => data.dataset.name)).toEqual(['new', 'new'])
    expect(last[0].id).toBe(last[1].id)
  })

  it('judge a dataset but now and then, however quickly revisions come', async () => {
    const { context, id, asking } = await open()
    await save(context, id)
    const { url, until, read } = await startEvents()
    const judged = vi.spyOn(asking.prisma.objective, 'count')
    const [begun, judgeMs] = [performance.now(), 2000]
    await openJudging(url, asking, judgeMs)
    for (const which of [SWAPPED, WHOLE, SWAPPED, WHOLE, SWAPPED]) await revise(context, which)
    await vi.waitUntil(() => read().some(({ type }) => type === 'objectives.changed'), PATIENT)
    await until(2)
    expect(judged.mock.calls.length).toBeLessThanOrEqual(2 + (performance.now() - begun) / judgeMs)
  })
})

it('a server tells of a revision that comes just before it ends', async () => {
  const [sqlite] = databases()
  const { url: databaseUrl, context } = await openFresh(sqlite)
  await ingestSealSmall(context)
  const { url, read } = await startEvents()
  const webhooks = settingsOf(url)
  const server = await startServer({ ...readConfig({}), databaseUrl, port: 0, webhooks })
  await revise(context, SWAPPED)
  await server.close()
  expect(read().map(({ type }) => type)).toEqual(['dataset.revised'])
})
