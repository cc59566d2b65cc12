import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { type Databases, databases, dump, openFresh } from '../databases.ts'
import { openAsk } from '../graphql/ask.ts'
import { FAULTS, type Fault } from '../remote/fake-model.ts'
import { HARMLESS, INVALID_REWRITINGS } from '../remote/fake-rewriter.ts'
import { conversation, manyPairs, rejectsOf, tempFile } from './files.ts'
import { APIS, label } from './labeling.ts'
import { expectedRewritings, rewrite, rewritingsIn } from './rewriting.ts'
import { ingestSealSmall } from './seal-small.ts'

const PAIRS = 30
const pairs = tempFile(manyPairs(PAIRS))
const [SQLITE] = databases()
const [OPENAI] = APIS

const withPairs = async (database: Databases) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset: 'd', files: [pairs] })
  return all
}
const rowOf = (text: string) => Number(/(\d+)$/.exec(text)![1])
const isChosen = (text: string) => text.includes('yes')
/** The pairs that count as rewritten. */
const rewrittenRows = async ({ prisma }: Awaited<ReturnType<typeof openFresh>>) =>
  (await prisma.rewrite.findMany({ orderBy: { rowId: 'asc' } })).map(({ rowId }) => rowId)

describe.each(databases())('rewriting on $name', (database) => {
  it.each(APIS)(
    'gets every text in spite of what goes wrong, and asks no more than it must, with $name',
    async (api) => {
      const all = await withPairs(database)
      // Chosen entries have one fault each, then none; some rejected ones are never rewritten as asked.
      const once: Fault[] = [...FAULTS, ...INVALID_REWRITINGS]
      const faultOf = (text: string, nth: number): Fault | null => {
        const row = rowOf(text)
        if (isChosen(text)) return nth === 0 ? (once[row] ?? HARMLESS[row - once.length] ?? null) : null
        if (row < INVALID_REWRITINGS.length) return INVALID_REWRITINGS[row]
        if (row === 20) return 'bad request'
        if (row === 21 && api.name === 'openai') return 'refusal'
        return null
      }
      const never = [...INVALID_REWRITINGS.keys(), 20, ...(api.name === 'openai' ? [21] : [])]
      let healthy = false
      const fake = await api.start({ fault: (text, nth) => (healthy ? null : faultOf(text, nth)) })
      const outcome = await rewrite(all.context, api, fake.url)

      const wanted = expectedRewritings(PAIRS)
      for (const row of never) wanted.delete(`${row}.REJECTED`)
      expect(await rewritingsIn(all)).toEqual(wanted)
      for (let row = 0; row < PAIRS; row++) {
        const asked = [`yes ${row}`, `no ${row}`].map((text) => fake.timesAsked(conversation(text)))
        const invalid = row < INVALID_REWRITINGS.length
        expect([row, ...asked]).toEqual([row, row < once.length ? 2 : 1, invalid ? 3 : 1])
      }
      expect(fake.received[0].body).toMatchObject(
        api.name === 'openai' ? { temperature: 0.1 } : { options: { temperature: 0.1, num_predict: 8192 } },
      )

      const whole = Array.from({ length: PAIRS }, (_, row) => row).filter((row) => !never.includes(row))
      expect(await rewrittenRows(all)).toEqual(whole)
      const entries = wanted.size
      expect(outcome.counts).toMatchObject({
        read: 2 * PAIRS,
        changed: entries + whole.length,
        rejected: never.length,
      })
      // Valid, invalid and refused ones are all paid: each reply says 900 and 100.
      const { length: invalid } = INVALID_REWRITINGS
      const replies = entries + invalid + 3 * invalid + (api.name === 'openai' ? 1 : 0)
      expect([outcome.replies, outcome.spent]).toEqual([
        replies,
        { input: 900 * replies, output: 100 * replies },
      ])
      const lines = rejectsOf(outcome).trim().split('\n').slice(1)
      expect(lines).toHaveLength(never.length)
      for (const [fault, reason] of [
        ['empty answer', 'REJECTED: the answer is no JSON (3 times)'],
        ['identical', 'the answer is the original, unchanged'],
        ['turn missing', 'turn_2_Assistant'],
        ['turn more', 'turn_3_Human'],
        ['roles swapped', 'turn_1_Human'],
        ['empty turn', 'turn_2_Assistant is empty'],
        ['turn inside', 'turn_2_Assistant has another turn inside'],
        ['chatter', 'the answer is no JSON'],
        ['refusal in words', 'the answer is no JSON'],
        ['NUL', 'NUL'],
      ] as const) {
        const row = INVALID_REWRITINGS.indexOf(fault)
        expect(lines.find((line) => line.startsWith(`,0,${row},`))).toContain(reason)
      }
      expect(outcome.revision).toBe(2)
      const run = await all.prisma.run.findFirstOrThrow({ where: { kind: 'REWRITING' } })
      expect([run.state, run.position, run.file]).toEqual(['DONE', entries, 'r'])

      // Again: only what has no rewriting is asked about, and pairs become whole.
      healthy = true
      const before = fake.received.length
      const again = await rewrite(all.context, api, fake.url)
      const asked = fake.received.slice(before).map((request) => rowOf(request.conversation))
      expect(asked.sort((a, b) => a - b)).toEqual(never)
      expect([again.counts.changed, again.revision]).toEqual([2 * never.length, 3])
      expect(await rewritingsIn(all)).toEqual(expectedRewritings(PAIRS))
      expect(await rewrittenRows(all)).toHaveLength(PAIRS)
      const third = await rewrite(all.context, api, fake.url)
      expect([fake.received.length, third.revision]).toEqual([before + never.length, 3])
    },
  )

  it('counts a pair when both its entries are rewritten, and can label what is there before', async () => {
    const all = await withPairs(database)
    const fake = await OPENAI.start({
      fault: (text, nth) => (!isChosen(text) && rowOf(text) < 3 && nth < 1 ? 'bad request' : null),
    })
    await rewrite(all.context, OPENAI, fake.url, { selection: { rowIds: [[0, 9]] } })
    await label(all.context, OPENAI, fake.url, { variant: 'r', selection: {} })
    expect(await all.prisma.label.count()).toBe(17)
    const { ask, close } = openAsk(all.url)
    const query = `{ dataset(name: "d") {
      rewriters { name backend model promptVersion temperature rewriteCount }
      labelers { labelCount }
      audit { rewriting { pairs keptPairs before { pairs } } }
      pairs(first: 4) { edges { node { rewrites { chosen { text } chosenSimilarity } } } }
    } }`
    const { dataset } = await ask(query)
    expect(dataset.rewriters).toEqual([
      {
        name: 'r',
        backend: 'OPENAI',
        model: 'fake',
        promptVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
        temperature: 0.1,
        rewriteCount: 7,
      },
    ])
    expect(dataset.audit.rewriting.pairs).toBe(7)
    expect(dataset.labelers).toEqual([{ labelCount: 14 }])
    const chosen = { text: expectedRewritings(4).get('3.CHOSEN') }
    expect(dataset.pairs.edges.map(({ node }: { node: { rewrites: object[] } }) => node.rewrites)).toEqual([
      [],
      [],
      [],
      [{ chosen, chosenSimilarity: null }],
    ])
    await rewrite(all.context, OPENAI, fake.url, { selection: { rowIds: [[0, 9]] } })
    expect((await ask(query)).dataset.rewriters[0].rewriteCount).toBe(10)
    await close()
  })

  it('stops at once when the key is not accepted, and keeps what was answered', async () => {
    const all = await withPairs(database)
    const fake = await OPENAI.start({ fault: (text) => (rowOf(text) >= 5 ? 'unauthorized' : null) })
    await expect(rewrite(all.context, OPENAI, fake.url)).rejects.toThrow('the server answers 401')
    expect((await rewritingsIn(all)).size).toBe(fake.answered.length)
    expect(fake.answered.length).toBeGreaterThanOrEqual(10)
    expect(await all.prisma.run.findFirstOrThrow({ where: { kind: 'REWRITING' } })).toMatchObject({
      state: 'FAILED',
      error: expect.stringContaining('401'),
    })
  })
})

describe('rewriting', () => {
  it('refuses a rewriter whose texts come from elsewhere, before anything is sent', async () => {
    const all = await withPairs(SQLITE)
    const fake = await OPENAI.start()
    const selection = { limit: 1 }
    await rewrite(all.context, OPENAI, fake.url, { selection })
    for (const [options, reason] of [
      [{ model: 'other' }, 'rewriter "r" of dataset "d" is OPENAI model "fake"'],
      [{ backend: 'OLLAMA' }, 'not OLLAMA model "fake"'],
    ] as const)
      await expect(rewrite(all.context, OPENAI, fake.url, { selection, ...options })).rejects.toThrow(reason)
    await all.prisma.variant.updateMany({ where: { rewriter: 'r' }, data: { promptVersion: 'older' } })
    await expect(rewrite(all.context, OPENAI, fake.url)).rejects.toThrow('prompt version older')
    await ingestSealSmall(all.context)
    await expect(
      rewrite(all.context, OPENAI, fake.url, { dataset: 'seal-small', rewriter: 'rewriter' }),
    ).rejects.toThrow(
      'rewriter "rewriter" of dataset "seal-small" is imported rewritings, not OPENAI model "fake"',
    )
    expect(fake.received).toHaveLength(1)
  })

  it('never touches the originals, or the texts of another', async () => {
    const all = await openFresh(SQLITE)
    await ingestSealSmall(all.context)
    const before = await dump(all.connection)
    const fake = await OPENAI.start()
    await rewrite(all.context, OPENAI, fake.url, { dataset: 'seal-small', selection: { sample: 5, seed: 1 } })
    const after = await dump(all.connection)
    expect(after.entry).toHaveLength(before.entry.length + 10)
    expect(after.rewrite).toHaveLength(before.rewrite.length + 5)
    expect(after.entry).toEqual(expect.arrayContaining(before.entry))
    expect(after.rewrite).toEqual(expect.arrayContaining(before.rewrite))
    expect([after.pair, after.label, after.reward]).toEqual([before.pair, before.label, before.reward])
  })

  it('has as many requests under way as told, no more', async () => {
    const all = await withPairs(SQLITE)
    let underWay = 0
    let most = 0
    const fake = await OPENAI.start({ delayMs: () => 20 })
    const open = (url: string) => {
      const model = OPENAI.open(url)
      return {
        ask: async (request: Parameters<typeof model.ask>[0]) => {
          most = Math.max(most, ++underWay)
          return model.ask(request).finally(() => underWay--)
        },
      }
    }
    await rewrite(all.context, { ...OPENAI, open }, fake.url, {}, { concurrency: 7 })
    expect(most).toBe(7)
    expect(await rewritingsIn(all)).toEqual(expectedRewritings(PAIRS))
  })

  it('lists what Ollama has no room for, question and answer together', async () => {
    const all = await openFresh(SQLITE)
    const long = tempFile(manyPairs(1).replace('yes 0', `yes ${'a'.repeat(16_000)} 0`))
    await ingestPairs(all.context, { dataset: 'd', files: [long] })
    const fake = await APIS[1].start()
    const outcome = await rewrite(all.context, APIS[1], fake.url)
    expect(rejectsOf(outcome)).toMatch(/CHOSEN: about 8\d\d\d tokens, more than the context of 8192/)
    expect(fake.received).toHaveLength(1)
  })
})
