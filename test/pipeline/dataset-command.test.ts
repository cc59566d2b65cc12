import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteFrom, type Successor } from '../../src/pipeline/delete.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import type { Deletion } from '../../src/store/deletion-target.ts'
import { sharedRunLock } from '../../src/store/run-lock.ts'
import { databases, dump, firstDifference, openAll, openFresh, type TestDatabase } from '../databases.ts'
import { ingestSealSmall, openAsk, SEAL_SMALL } from '../graphql/ask.ts'
import { endOf, startDataset } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const dataset = 'seal-small'

const deleted = async (context: Context, deletion: Partial<Deletion>) => {
  const successors: Successor[] = []
  await deleteFrom(context, { dataset, what: 'dataset', name: dataset, ...deletion }, (all) =>
    successors.push(...all),
  )
  return successors
}

const turns = (question: number, answer: string) => [
  { role: 'user', content: `Question ${question}?` },
  { role: 'assistant', content: answer },
]

const OWN = `{ dataset(name: "seal-small") {
  rewardModels { name rewardCount } labelers { name } rewriters { name }
  audit { pre { name } post { name } labeler { name } alignment { pairs } coverage { preScored labeled rewritten } }
} }`

describe.each(databases())('deleting on $name', (on) => {
  it('takes models, labelers and rewriters with what is of them, and servers notice', async () => {
    const { url, context, prisma } = await openFresh(on)
    await ingestSealSmall(context)
    const { ask, close } = openAsk(url)
    const told = async () => (await ask(OWN)).dataset
    expect((await told()).audit.coverage).toEqual({ preScored: 600, labeled: 600, rewritten: 400 })
    const revision = async () => (await prisma.dataset.findFirstOrThrow()).revision
    const before = await revision()

    expect(await deleted(context, { what: 'labeler', name: 'labeler' })).toEqual([
      { as: 'labeler', name: 'control' },
    ])
    expect(await deleted(context, { what: 'rewriter', name: 'rewriter' })).toEqual([])
    expect(await told()).toMatchObject({
      labelers: [{ name: 'control' }],
      rewriters: [],
      audit: { labeler: { name: 'control' }, coverage: { preScored: 600, rewritten: 0 } },
    })
    expect(await prisma.entry.count({ where: { variantId: { not: 0 } } })).toBe(0)
    expect(await deleted(context, { what: 'model', name: 'pre-model' })).toEqual([
      { as: 'PRE model', name: null },
    ])
    expect(await told()).toMatchObject({
      rewardModels: [{ name: 'post-model', rewardCount: 1200 }],
      audit: { pre: null, post: { name: 'post-model' }, alignment: { pairs: 600 } },
    })
    expect(await revision()).toBeGreaterThanOrEqual(before + 3)
    await close()
  })

  it('begins imports anew that were cut off: what they have written may be gone', async () => {
    const { context, prisma } = await openFresh(on)
    await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
    const rewards = { dataset, model: 'm', stage: 'POST', file: SEAL_SMALL.post } as const
    await ingestRewards(context, rewards)
    await prisma.run.updateMany({ where: { kind: 'REWARDS' }, data: { state: 'INTERRUPTED' } })
    await deleted(context, { what: 'model', name: 'm' })
    expect(await prisma.reward.count()).toBe(0)
    await ingestRewards(context, rewards)
    expect(await prisma.reward.count()).toBe(1200)
  })

  it('goes some pairs at a time, and goes on where it was interrupted', async () => {
    const { url, context, prisma, connection } = await openFresh(on)
    await ingestPairs(context, { dataset: 'kept', files: [tempFile(manyPairs(3))] })
    const kept = await dump(connection)
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(2500))] })
    const { ask, answer, close } = openAsk(url)
    const interrupted = new AbortController()
    const update = ({ rows }: { rows: number }) => void (rows > 0 && interrupted.abort())
    const progress = { ...context.progress, update }
    await deleted({ ...context, progress, signal: interrupted.signal }, {})
    const left = await ask(`{ dataset(name: "${dataset}") { pairCount revision } }`)
    expect(left.dataset).toEqual({ pairCount: 500, revision: 2 })
    await deleted(context, {})
    expect(firstDifference(await dump(connection), kept)).toBeNull()
    expect(await prisma.run.count()).toBe(1)
    expect((await ask('{ datasets { name pairCount } }')).datasets).toEqual([{ name: 'kept', pairCount: 3 }])
    expect((await answer(`{ dataset(name: "${dataset}") { name } }`)).data.dataset).toBeNull()
    await close()
  })

  it('waits for no command that is at work on the dataset', async () => {
    const { url, context, prisma } = await openFresh(on)
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(1))] })
    const { id } = await prisma.run.findFirstOrThrow()
    await prisma.run.update({ where: { id }, data: { state: 'RUNNING', kind: 'SCORING' } })
    const other = await openAll(url)
    const release = await other.connection.lock(sharedRunLock(id))
    await expect(deleted(context, {})).rejects.toThrow(
      /^a command is at work on the dataset since .* \(SCORING /,
    )
    await release?.()
    await other.close()
    await deleted(context, {})
    expect(await prisma.dataset.count()).toBe(0)
  })
})

describe('npm run dataset', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await databases()[0].create()
    const { context, close } = await openAll(database.url)
    await ingestSealSmall(context)
    await close()
  })
  afterAll(() => database.drop())
  const run = async (...parameters: string[]) => {
    const { code, output } = await endOf(startDataset(database.url, parameters))
    return [code, output]
  }

  it('lists and describes', async () => {
    expect(await run('list')).toEqual([
      0,
      'seal-small\t600 pairs\t2 models\t2 labelers\t1 rewriter\trevision 6\n',
    ])
    expect(await run('describe', dataset)).toEqual([
      0,
      [
        'seal-small: 600 pairs over 600 prompts, 0 ties, revision 6',
        'The fixture.',
        'taxonomy: 17 features, 12 topics, 12 discriminations',
        "model pre-model: PRE, 2000 rewards, the dataset's own",
        "model post-model: POST, 2000 rewards, the dataset's own",
        "labeler labeler: 2000 labels, the dataset's own",
        'labeler control: 400 labels',
        'rewriter rewriter: 400 pairs',
        '',
      ].join('\n'),
    ])
  })

  it.each([
    [['delete', dataset], 2, 'nothing was deleted: say --yes-delete with its name'],
    [['delete', dataset, '--yes-delete', 'seal'], 2, 'nothing was deleted: "seal" is not its name'],
    [['delete', 'seal'], 1, 'error: unknown dataset "seal"; known: seal-small'],
    [['delete', dataset, '--model', 'x'], 1, 'error: unknown model "x"; known: pre-model, post-model'],
    [['delete', dataset, '--model', 'x', '--labeler', 'y'], 2, 'cannot be used with option'],
  ])('%j deletes nothing', async (parameters, code, message) => {
    expect(await run(...parameters)).toEqual([code, expect.stringContaining(message)])
  })

  it('deletes what is named once more', async () => {
    const model = ['--model', 'post-model', '--yes-delete', 'post-model']
    expect(await run('delete', dataset, ...model)).toEqual([
      0,
      [
        'model "post-model" of dataset "seal-small", which has 600 pairs, with all that is of it',
        '"seal-small" has no POST model any more',
        'model "post-model" is deleted',
        '',
      ].join('\n'),
    ])
    const [code, output] = await run('delete', dataset, '--yes-delete', dataset)
    expect([code, output]).toEqual([0, expect.stringMatching(/\ndataset "seal-small" is deleted\n$/)])
    expect(await run('list')).toEqual([
      0,
      'there is no dataset yet; `npm run ingest -- pairs --dataset NAME FILE` makes one\n',
    ])
  })

  it('tells ties, and what came with pairs', async () => {
    const { context, close } = await openAll(database.url)
    const rows = [
      { winner: 'model_a', turn: 1, model_a: 'm', model_b: 'n' },
      { winner: 'tie', turn: 1, model_a: 'n', model_b: 'm' },
    ].map((row, index) => ({
      ...row,
      conversation_a: turns(index, 'Yes.'),
      conversation_b: turns(index, 'No.'),
    }))
    await ingestPairs(context, {
      dataset: 'votes',
      files: [tempFile(rows.map((row) => JSON.stringify(row)).join('\n'))],
    })
    await close()
    const [, output] = await run('describe', 'votes')
    expect(output).toMatch(/^votes: 2 pairs over 2 prompts, 1 tie, revision 1$/m)
    expect(output).toMatch(/^attributes: winner \(text\), turn \(number\), model \(text of entries\)$/m)
  })
})
