import { describe, expect, it } from 'vitest'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, openFresh } from '../databases.ts'
import { FAULTS, type Fault, INVALID } from '../remote/fake-model.ts'
import { conversation, manyPairs, rejectsOf, tempFile } from './files.ts'
import { APIS, expectedLabel, expectedLabels, label, labelsIn } from './labeling.ts'
import { file, ingestSealSmall } from './seal-small.ts'

const PAIRS = 30
const pairs = tempFile(manyPairs(PAIRS))
const [SQLITE] = databases()
const [OPENAI] = APIS

const withPairs = async (create: typeof SQLITE) => {
  const all = await openFresh(create)
  await ingestPairs(all.context, { dataset: 'd', files: [pairs] })
  return all
}

const rowOf = (text: string) => Number(/(\d+)$/.exec(text)![1])
const isChosen = (text: string) => text.includes('yes')

describe.each(databases())('labeling on $name', (database) => {
  describe.each(APIS)('with $name', (api) => {
    it('gets every answer in spite of what goes wrong, and asks no more than it must', async () => {
      const all = await withPairs(database)
      // Chosen entries have one fault each, then none; some rejected ones are never answered as asked.
      const passing: Fault[] = [...FAULTS, ...INVALID]
      const faultOf = (text: string, nth: number): Fault | null => {
        const row = rowOf(text)
        if (isChosen(text)) return nth === 0 ? (passing[row] ?? null) : null
        if (row < INVALID.length) return INVALID[row]
        if (row === 10) return 'bad request'
        if (row === 11 && api.name === 'openai') return 'refusal'
        return null
      }
      const never = [0, 1, 2, 3, 4, 10, ...(api.name === 'openai' ? [11] : [])]
      let healthy = false
      const fake = await api.start({ fault: (text, nth) => (healthy ? null : faultOf(text, nth)) })
      const outcome = await label(all.context, api, fake.url)

      const wanted = expectedLabels(PAIRS)
      for (const row of never) wanted.delete(`${row}.REJECTED`)
      expect(await labelsIn(all)).toEqual(wanted)
      for (let row = 0; row < PAIRS; row++) {
        const asked = [`yes ${row}`, `no ${row}`].map((text) => fake.timesAsked(conversation(text)))
        const invalid = row < INVALID.length
        expect([row, ...asked]).toEqual([row, row < passing.length ? 2 : 1, invalid ? 3 : 1])
      }
      expect(new Set(fake.answered).size).toBe(fake.answered.length)
      expect(fake.answered.length).toBe(wanted.size)
      const limited = fake.received.filter((request) => request.conversation === conversation('yes 0'))
      expect(limited[1].at - limited[0].at).toBeGreaterThanOrEqual(990)

      expect(outcome.counts).toMatchObject({
        read: 2 * PAIRS,
        changed: wanted.size,
        rejected: never.length,
      })
      // Valid, invalid and refused ones are all paid: each reply says 900 and 100.
      const replies = wanted.size + 5 + 5 * 3 + (api.name === 'openai' ? 1 : 0)
      expect([outcome.replies, outcome.spent]).toEqual([
        replies,
        { input: 900 * replies, output: 100 * replies },
      ])
      const lines = rejectsOf(outcome).trim().split('\n').slice(1).sort()
      expect(lines).toHaveLength(never.length)
      for (const [row, reason] of [
        [0, 'REJECTED: the answer is no JSON (3 times)'],
        [1, 'last_response_is_eloquent'],
        [2, 'last_response_is_funny'],
        [3, 'topics.0'],
        [4, 'last_response_is_helpful'],
        [10, 'REJECTED: the server answers 400: too long'],
        ...(api.name === 'openai' ? [[11, "REJECTED: refused: I'd rather not"] as const] : []),
      ] as const)
        expect(lines.find((line) => line.startsWith(`,0,${row},`))).toContain(reason)
      expect(outcome.revision).toBe(2)
      const run = await all.prisma.run.findFirstOrThrow({ where: { kind: 'LABELING' } })
      expect([run.state, run.position]).toEqual(['DONE', 2 * PAIRS - never.length])

      // Again: only what has no label is asked about.
      healthy = true
      const before = fake.received.length
      const again = await label(all.context, api, fake.url)
      expect(
        fake.received
          .slice(before)
          .map((request) => rowOf(request.conversation))
          .sort((a, b) => a - b),
      ).toEqual(never)
      expect([again.counts.changed, again.revision]).toEqual([never.length, 3])
      expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
      const third = await label(all.context, api, fake.url)
      expect([fake.received.length, third.revision]).toEqual([before + never.length, 3])
    })

    it('asks again after a silence, and no longer than told', async () => {
      const all = await withPairs(database)
      const fake = await api.start({ fault: (text, nth) => (nth < 1 && rowOf(text) === 0 ? 'silent' : null) })
      const selection = { rowIds: [[0, 1]] as const }
      await label(all.context, api, fake.url, { selection })
      expect(fake.received).toHaveLength(2 * 2 + 2)
      expect((await labelsIn(all)).size).toBe(4)
    })
  })

  it('stops at once when the key is not accepted, and keeps what was answered', async () => {
    const all = await withPairs(database)
    const fake = await OPENAI.start({ fault: (text) => (rowOf(text) >= 5 ? 'unauthorized' : null) })
    await expect(label(all.context, OPENAI, fake.url)).rejects.toThrow(
      'the server answers 401: the key or its rights are not accepted',
    )
    expect(fake.received.length).toBeLessThanOrEqual(10 + 4)
    expect((await labelsIn(all)).size).toBe(fake.answered.length)
    expect(fake.answered.length).toBeGreaterThanOrEqual(10)
    const run = await all.prisma.run.findFirstOrThrow({ where: { kind: 'LABELING' } })
    expect(run).toMatchObject({ state: 'FAILED', error: expect.stringContaining('401') })
    const dataset = await all.prisma.dataset.findFirstOrThrow()
    expect(dataset.revision).toBe(2)
  })

  it('gives up a server that takes nothing', async () => {
    const all = await withPairs(database)
    const fake = await OPENAI.start({ fault: () => 'bad request' })
    await expect(label(all.context, OPENAI, fake.url)).rejects.toThrow('10 requests in a row failed')
    expect(fake.received.length).toBeLessThanOrEqual(10 + 3)
    expect((await all.prisma.dataset.findFirstOrThrow()).revision).toBe(1)
  })

  it('labels what a rewriter wrote', async () => {
    const all = await openFresh(database)
    await ingestSealSmall(all.context)
    const fake = await OPENAI.start()
    const options = { dataset: 'seal-small', variant: 'rewriter', selection: { limit: 6 } }
    await label(all.context, OPENAI, fake.url, options)
    const where = { labeler: { name: 'l' } }
    const rows = await all.prisma.label.findMany({ where, include: { entry: true } })
    expect(rows).toHaveLength(6)
    expect(new Set(rows.map(({ entry }) => entry.text))).toEqual(
      new Set(fake.received.map((r) => r.conversation)),
    )
    expect(rows.every(({ variantId }) => variantId === 1)).toBe(true)
    await expect(label(all.context, OPENAI, fake.url, { ...options, variant: 'x' })).rejects.toThrow(
      'unknown rewriter of dataset "seal-small" "x"; known: rewriter',
    )
  })
})

describe('labeling', () => {
  it('refuses a labeler whose labels come from elsewhere, before anything is sent', async () => {
    const all = await withPairs(SQLITE)
    const fake = await OPENAI.start()
    const selection = { limit: 1 }
    await label(all.context, OPENAI, fake.url, { selection })
    for (const [options, reason] of [
      [{ model: 'other' }, 'OPENAI model "fake"'],
      [{ backend: 'OLLAMA' }, 'not OLLAMA model "fake"'],
      [{ features: ['is_helpful'] }, 'prompt version'],
    ] as const)
      await expect(label(all.context, OPENAI, fake.url, { selection, ...options })).rejects.toThrow(reason)
    await ingestSealSmall(all.context)
    await expect(
      label(all.context, OPENAI, fake.url, { dataset: 'seal-small', labeler: 'labeler' }),
    ).rejects.toThrow('labeler "labeler" of dataset "seal-small" is imported labels, not OPENAI model "fake"')
    expect(fake.received).toHaveLength(1)
  })

  it('never touches the labels of another', async () => {
    const all = await openFresh(SQLITE)
    await ingestSealSmall(all.context)
    const before = (await dump(all.connection)).label
    const fake = await OPENAI.start()
    await label(all.context, OPENAI, fake.url, { dataset: 'seal-small', selection: { limit: 10 } })
    const after = (await dump(all.connection)).label
    expect(after.length).toBe(before.length + 10)
    const others = after.filter((row) => row[4] !== 3)
    expect(others).toEqual(before)
    await ingestLabels(all.context, { dataset: 'seal-small', labeler: 'labeler', file: file('taxonomy.csv') })
    expect((await dump(all.connection)).label).toEqual(after)
  })

  it('asks for some features only, and leaves the others unknown', async () => {
    const all = await withPairs(SQLITE)
    const fake = await OPENAI.start()
    const outcome = await label(all.context, OPENAI, fake.url, {
      features: ['is_helpful', 'sentiment'],
      selection: { limit: 1 },
    })
    expect(outcome.counts).toMatchObject({ changed: 1, rejected: 0 })
    const { values } = expectedLabel(conversation('yes 0'))
    expect((await labelsIn(all)).get('0.CHOSEN')).toEqual({
      values: values.map((value, index) => (index === 6 || index === 9 ? value : null)),
      topics: [],
      discriminatesAgainst: [],
    })
    const { response_format, messages, temperature } = fake.received[0].body as never as {
      response_format: {
        json_schema: { strict: boolean; schema: { properties: object; required: string[] } }
      }
      messages: { content: string }[]
      temperature: number
    }
    const asked = ['last_response_is_helpful', 'last_response_sentiment']
    expect(response_format.json_schema.strict).toBe(true)
    expect(response_format.json_schema.schema.required).toEqual(asked)
    expect(temperature).toBe(0)
    expect(messages[0].content).not.toContain('last_response_is_eloquent')
    expect(messages[0].content).not.toContain('Mathematics and logic')
  })

  it('labels features of the same labeler later, with a prompt of their own', async () => {
    const all = await withPairs(SQLITE)
    const fake = await OPENAI.start()
    const selection = { rowIds: [[0, 1]] } as const
    const ask = (...features: string[]) => label(all.context, OPENAI, fake.url, { features, selection })
    const expected = (...indices: number[]) =>
      expectedLabel(conversation('no 1')).values.map((value, index) =>
        indices.includes(index) ? value : null,
      )
    await ask('is_helpful')
    // Answered again only where it was not.
    await label(all.context, OPENAI, fake.url, { features: ['is_helpful'], selection: { rowIds: [[0, 2]] } })
    expect(fake.received).toHaveLength(6)
    expect((await ask('sentiment')).counts).toMatchObject({ read: 4, changed: 4, rejected: 0 })
    expect((await labelsIn(all)).get('1.REJECTED')?.values).toEqual(expected(6, 9))
    expect(fake.received).toHaveLength(10)
    for (const features of [['is_helpful'], ['sentiment']]) await ask(...features)
    expect(fake.received).toHaveLength(10)
    await expect(ask('sentiment', 'is_harmless')).rejects.toThrow(
      'or name with --features what it has not labeled',
    )
    const { promptVersion } = await all.prisma.labeler.findFirstOrThrow()
    expect(promptVersion).toMatch(/^[0-9a-f]{16}\+[0-9a-f]{16}$/)
  })

  it('samples the same pairs again, as a part of every larger sample', async () => {
    const all = await withPairs(SQLITE)
    const fake = await OPENAI.start()
    const rows = () => new Set(fake.received.map((request) => rowOf(request.conversation)))
    await label(all.context, OPENAI, fake.url, { selection: { sample: 5, seed: 1, limit: 7 } })
    expect(fake.received).toHaveLength(7)
    await label(all.context, OPENAI, fake.url, { selection: { sample: 5, seed: 1 } })
    const small = rows()
    expect([fake.received.length, small.size]).toEqual([10, 5])
    await label(all.context, OPENAI, fake.url, { selection: { sample: 9, seed: 1 } })
    expect([fake.received.length, rows().size]).toEqual([18, 9])
    await label(all.context, OPENAI, fake.url, { labeler: 'other', selection: { sample: 5, seed: 2 } })
    const other = new Set(fake.received.slice(18).map((request) => rowOf(request.conversation)))
    expect(other.size).toBe(5)
    expect(other).not.toEqual(small)
  })

  it('has as many requests under way as told, no more', async () => {
    const all = await withPairs(SQLITE)
    let underWay = 0
    let most = 0
    const fake = await OPENAI.start({ delayMs: () => 20 })
    await label(
      all.context,
      {
        ...OPENAI,
        open: (url) => {
          const model = OPENAI.open(url)
          return {
            ask: async (request) => {
              most = Math.max(most, ++underWay)
              return model.ask(request).finally(() => underWay--)
            },
          }
        },
      },
      fake.url,
      {},
      { concurrency: 7 },
    )
    expect(most).toBe(7)
    expect(await labelsIn(all)).toEqual(expectedLabels(PAIRS))
    expect(expectedLabel(conversation('yes 1'))).not.toEqual(expectedLabel(conversation('no 1')))
  })
})
