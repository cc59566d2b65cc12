import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { type BatchLimits, labelBatches } from '../../src/pipeline/label-batches.ts'
import { planLabeling } from '../../src/pipeline/plan-labeling.ts'
import { openAiBatchServer } from '../../src/remote/openai-batch.ts'
import { databases, openFresh } from '../databases.ts'
import { startFakeBatches } from '../remote/fake-batches.ts'
import { endOf, startLabel } from './command-line.ts'
import { conversation, manyPairs, rejectsOf, tempFile } from './files.ts'
import { expectedLabel, expectedLabels, labelsIn } from './labeling.ts'

const PAIRS = 30
const pairs = tempFile(manyPairs(PAIRS))
const LIMITS: BatchLimits = {
  requests: 25,
  bytes: 1e6,
  retries: 3,
  backoffMs: 5,
  pollMs: 5,
  wait: true,
}
const rowOf = (text: string) => Number(/(\d+)$/.exec(text)![1])

const run = async (context: Context, url: string, limits: Partial<BatchLimits> = {}) => {
  const plan = await planLabeling(context, {
    dataset: 'd',
    labeler: 'l',
    backend: 'OPENAI',
    model: 'fake',
    selection: {},
  })
  const server = openAiBatchServer({
    model: 'fake',
    timeoutMs: 2000,
    responseFormat: 'json_schema',
    baseUrl: url,
    apiKey: 'sk-test',
  })
  return labelBatches(context, plan, server, { ...LIMITS, ...limits }, () => '')
}

describe.each(databases())('labeling in batches on $name', (database) => {
  const withPairs = async () => {
    const all = await openFresh(database)
    await ingestPairs(all.context, { dataset: 'd', files: [pairs], format: 'hh-rlhf' })
    return all
  }

  it('sends files below the limits, and takes answers in any order', async () => {
    const all = await withPairs()
    const fake = await startFakeBatches({
      arrange: (lines) => lines.toReversed(),
      end: (batch) => ({ status: 'completed', looks: 3 - batch }),
    })
    const outcome = await run(all.context, fake.url)
    expect(fake.batches.map(({ requests }) => requests.length)).toEqual([25, 25, 10])
    expect(new Set(fake.requests()).size).toBe(2 * PAIRS)
    expect(fake.batches[0].requests[0]).toMatchObject({ custom_id: '0.CHOSEN', url: '/v1/chat/completions' })
    expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
    expect(outcome).toMatchObject({
      underWay: 0,
      revision: 2,
      replies: 60,
      spent: { input: 54_000, output: 6000 },
    })
    await run(all.context, fake.url)
    expect(fake.batches).toHaveLength(3)
  })

  it('keeps a file below the limit of bytes', async () => {
    const all = await withPairs()
    const fake = await startFakeBatches()
    const line = Buffer.byteLength(JSON.stringify((await sent(all.context)).requests[0]))
    await run(all.context, fake.url, { bytes: Math.ceil(7.5 * line), requests: 1000 })
    expect(fake.batches.map(({ requests }) => requests.length)).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 4])
    expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
  })

  it('lists what has no valid answer, and asks for that alone the next time', async () => {
    const all = await withPairs()
    const fake = await startFakeBatches({
      outcome: (text, batch) => {
        if (batch >= 3 || text.includes('yes')) return 'answer'
        return (['invalid', 'refusal', 'error', 'expired'] as const)[rowOf(text)] ?? 'answer'
      },
      end: (batch) => ({ status: batch === 0 ? 'expired' : batch === 2 ? 'failed' : 'completed', looks: 1 }),
      // An answer that comes twice, the second time another's; and one that nobody asked for.
      arrange: (lines, batch) =>
        batch !== 1 || lines.length === 0
          ? lines
          : [
              ...lines,
              JSON.stringify({ ...JSON.parse(lines[1]), custom_id: JSON.parse(lines[0]).custom_id }),
              JSON.stringify({ ...JSON.parse(lines[1]), custom_id: '99.CHOSEN' }),
            ],
    })
    const outcome = await run(all.context, fake.url)
    const listed = rejectsOf(outcome)
    for (const line of [
      ',0,0,"REJECTED: the answer is not as asked for',
      ',0,1,REJECTED: refused: no',
      ',0,2,REJECTED: the server answers 400: too long',
      ',0,3,REJECTED: no answer: it is batch_expired',
      ',0,25,CHOSEN: the batch is failed: too many tokens',
    ])
      expect(listed).toContain(line)
    expect(outcome.counts).toMatchObject({ changed: 46, rejected: 14 })
    expect(all.notices).toEqual(['batch batch-1: 2 results of no request, or of one that has its answer'])
    const again = await run(all.context, fake.url)
    expect(fake.batches[3].requests.map(({ custom_id }) => custom_id).slice(0, 5)).toEqual([
      '0.REJECTED',
      '1.REJECTED',
      '2.REJECTED',
      '3.REJECTED',
      '25.CHOSEN',
    ])
    expect(fake.batches[3].requests).toHaveLength(14)
    expect(again.counts).toMatchObject({ changed: 14, rejected: 0 })
    expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
  })

  it('goes on another day, and asks about nothing that is under way', async () => {
    const all = await withPairs()
    let over = false
    const fake = await startFakeBatches({ end: () => ({ status: 'completed', looks: over ? 1 : 1000 }) })
    const first = await run(all.context, fake.url, { wait: false })
    expect([first.underWay, first.revision, (await labelsIn(all)).size]).toEqual([3, 1, 0])
    const plan = { dataset: 'd', labeler: 'l', model: 'fake', selection: {} }
    expect((await planLabeling(all.context, { ...plan, backend: 'OPENAI' })).entries).toEqual([])
    over = true
    const second = await run(all.context, fake.url, { wait: false })
    expect([second.underWay, second.revision, fake.batches.length]).toEqual([0, 2, 3])
    expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
  })

  it('takes no answer about a text that has changed meanwhile', async () => {
    const all = await withPairs()
    const fake = await startFakeBatches({ end: () => ({ status: 'completed', looks: 2 }) })
    expect((await run(all.context, fake.url, { requests: 1000, wait: false })).underWay).toBe(1)
    const files = [tempFile(manyPairs(PAIRS).replace('no 3"', 'other 3"'))]
    const refused = await ingestPairs(all.context, { dataset: 'd', files })
    expect(refused).toMatchObject({ measured: 1, counts: { conflicts: 1, changed: 0 } })
    expect(rejectsOf(refused)).toMatch('of which there are questions in a batch under way; --replace')
    await ingestPairs(all.context, { dataset: 'd', files, replace: true })
    await run(all.context, fake.url)
    expect(all.notices.filter((notice) => notice.includes('1 result of no request'))).toHaveLength(1)
    expect(fake.batches.map(({ requests }) => requests.map(({ custom_id }) => custom_id)).at(-1)).toEqual([
      '3.REJECTED',
    ])
    const expected = expectedLabels(PAIRS).set('3.REJECTED', expectedLabel(conversation('other 3')))
    expect(await labelsIn(all)).toEqual(expected)
  })

  it.each(['before', 'after'] as const)(
    'creates no batch twice when the connection drops %s it is created',
    async (when) => {
      const all = await withPairs()
      const fake = await startFakeBatches({
        fault: (call, nth) => {
          if (call === 'create') return nth === 0 ? when : null
          return nth === 0 && call !== 'list' ? 'before' : null
        },
      })
      await run(all.context, fake.url)
      expect(fake.requests().length).toBe(2 * PAIRS)
      expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
    },
  )

  it.each(['before', 'after'] as const)(
    'creates no batch twice when the command ends %s it is created',
    async (when) => {
      const all = await withPairs()
      let down = true
      const fake = await startFakeBatches({
        fault: (call, nth) => (down && call === 'create' && nth >= 1 ? when : null),
      })
      await expect(run(all.context, fake.url, { retries: 0 })).rejects.toThrow('the connection failed')
      const runRow = await all.prisma.run.findFirstOrThrow({ where: { kind: 'LABELING' } })
      expect(runRow.state).toBe('FAILED')
      down = false
      await run(all.context, fake.url)
      expect(fake.requests().length).toBe(2 * PAIRS)
      expect(new Set(fake.requests()).size).toBe(2 * PAIRS)
      expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
    },
  )

  it('is a command that can be left and taken up again', async () => {
    const all = await withPairs()
    let over = false
    const fake = await startFakeBatches({ end: () => ({ status: 'completed', looks: over ? 1 : 1000 }) })
    const command = ['--dataset', 'd', '--labeler', 'l', '--model', 'fake', '--backend', 'openai-batch']
    const environment = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: fake.url }
    const start = (...parameters: string[]) => startLabel(all.url, [...command, ...parameters], environment)
    const child = start('--yes', '--poll', '1')
    const ended = endOf(child)
    while ((fake.calls.get('look') ?? 0) === 0) await new Promise((wait) => setTimeout(wait, 20))
    child.kill('SIGINT')
    const stopped = await ended
    expect([stopped.code, stopped.output]).toEqual([1, expect.stringContaining('1 batches are under way')])
    const other = await endOf(startLabel(all.url, [...command.slice(0, -1), 'openai', '--yes'], environment))
    expect([other.code, other.output]).toEqual([
      0,
      expect.stringContaining('60 more are in batches under way'),
    ])
    over = true
    // Nothing to confirm: it only fetches.
    const fetched = await endOf(start())
    expect([fetched.code, fetched.output]).toEqual([
      0,
      expect.stringContaining('60 entries labeled, 0 rejected'),
    ])
    expect(fake.requests()).toHaveLength(2 * PAIRS)
    expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
  })
})

/** A batch of another labeler, for the length of its lines. */
const sent = async (context: Context) => {
  const fake = await startFakeBatches()
  const plan = await planLabeling(context, {
    dataset: 'd',
    labeler: 'other',
    backend: 'OPENAI',
    model: 'fake',
    selection: { limit: 1 },
  })
  const server = openAiBatchServer({
    model: 'fake',
    timeoutMs: 2000,
    responseFormat: 'json_schema',
    baseUrl: fake.url,
  })
  await labelBatches(context, plan, server, LIMITS, () => '')
  await context.prisma.labeler.deleteMany({ where: { name: 'other' } })
  return fake.batches[0]
}
