import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { scoreEntries } from '../../src/pipeline/score-entries.ts'
import { openOnnxScorer } from '../../src/score/onnx.ts'
import type { Scorer } from '../../src/score/scorer.ts'
import { type Databases, databases, dump, openFresh } from '../databases.ts'
import { conversation, csv, manyPairs, REWARDS, tempFile } from './files.ts'
import { APIS, label } from './labeling.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-origins-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const tiny = writeTinyModel(path.join(directory, 'tiny'))

const dataset = 'd'
const [OPENAI, OLLAMA] = APIS
const taxonomy: Taxonomy = {
  features: [
    {
      name: 'last_response_is_helpful',
      title: 't',
      description: 'd',
      kind: 'BOOLEAN',
      role: 'TARGET',
      inRegressions: true,
    },
  ],
  priority: ['last_response_is_helpful'],
  topics: [],
  discriminations: [],
}
const rewardsFile = tempFile(csv(REWARDS, [[0, 1, 2]]))
const labelsFile = tempFile(csv('row_id,preference,last_response_is_helpful', [[0, 'chosen', 'True']]))
const pairsFile = tempFile(manyPairs(3))
const open = async (database: Databases) => {
  const all = await openFresh(database)
  await ingestPairs(all.context, { dataset, files: [pairsFile], taxonomy })
  return all
}

const openScorer = async () => {
  const scorer = await openOnnxScorer({ path: tiny, workers: 1 })
  onTestFinished(() => scorer.close())
  return scorer
}
const score = async (context: Context, model: string, stage: 'PRE' | 'POST') =>
  scoreEntries(context, { dataset, model, stage }, await openScorer())
const labelWith = async (context: Context, labeler: string, api: typeof OPENAI | typeof OLLAMA = OPENAI) => {
  const fake = await api.start()
  return label(context, api, fake.url, { labeler })
}

/** A rewriting of pair 0, with rewards and labels, or without. */
const rewriteFile = (what: { rewards: boolean; labels: boolean }) => {
  const versions = ['original', 'rewritten'].flatMap((version) =>
    ['chosen', 'rejected'].map((side) => ({ version, side, prefix: `${version}_${side}` })),
  )
  const header = [
    'row_id',
    ...versions.flatMap(({ prefix }) => [
      `${prefix}_text`,
      `${prefix}_score_rm_control`,
      `${prefix}_score_rm_aligned`,
      `${prefix}_last_response_is_helpful`,
    ]),
    'original_to_rewritten_chosen_vector_cos_sim',
    'original_to_rewritten_rejected_vector_cos_sim',
  ]
  const cells = versions.flatMap(({ version, side }) => [
    conversation(version === 'original' ? `${side === 'chosen' ? 'yes' : 'no'} 0` : `new ${side}`),
    ...(what.rewards ? [1, 2] : ['', '']),
    what.labels ? 'True' : '',
  ])
  return tempFile(csv(header.join(','), [[0, ...cells, 0.5, 0.5]]))
}
const rewrites = (context: Context, file: string, names = {}) =>
  ingestRewrites(context, { dataset, rewriter: 'r', file, ...names })

describe.each(databases())('what does not come from where the rest does, on $name', (database) => {
  it('is no reward of a model that was scored', async () => {
    const { context, connection } = await open(database)
    await score(context, 'own', 'PRE')
    await score(context, 'own post', 'POST')
    const before = await dump(connection)
    const refusal =
      /model "own" of dataset "d" has rewards that `npm run score` gave it \(ONNX\); bring .* another/
    const model = 'own'
    const named = { dataset, model, stage: 'PRE', file: rewardsFile } as const
    await expect(ingestRewards(context, named)).rejects.toThrow(refusal)
    const labeler = 'l'
    const file = rewriteFile({ rewards: true, labels: true })
    await expect(rewrites(context, file, { pre: model, labeler })).rejects.toThrow(refusal)
    const scoredPairs = tempFile(
      `${JSON.stringify({ text_chosen: conversation('a'), text_rejected: conversation('b'), scores_chosen: 1, scores_rejected: 0 })}\n`,
    )
    const scoredBy = { model, stage: 'PRE' } as const
    const rewardbench = { dataset, format: 'rewardbench', files: [scoredPairs], scoredBy } as const
    await expect(ingestPairs(context, rewardbench)).rejects.toThrow(refusal)
    expect(await dump(connection)).toEqual(before)

    // Those that nobody named are the dataset's own.
    await expect(rewrites(context, file, { labeler })).rejects.toThrow(
      'the file has rewards, but those of model "own" come from `npm run score`; name another one with --pre',
    )
    expect((await dump(connection)).reward).toEqual(before.reward)
    await rewrites(context, rewriteFile({ rewards: false, labels: true }), { labeler })
    expect((await dump(connection)).reward).toEqual(before.reward)
    await rewrites(context, file, { labeler, pre: 'theirs', post: 'theirs too' })
    expect((await dump(connection)).reward).toHaveLength(before.reward.length + 8)
  })

  it('is no label of a labeler that is a language model', async () => {
    const { context, connection, prisma } = await open(database)
    await labelWith(context, 'llm')
    const before = await dump(connection)
    const refusal =
      /labeler "llm" of dataset "d" is OPENAI model "fake".*, not imported labels; give .* another/
    await expect(ingestLabels(context, { dataset, labeler: 'llm', file: labelsFile })).rejects.toThrow(
      refusal,
    )
    const models = { pre: 'pre', post: 'post' }
    const file = rewriteFile({ rewards: true, labels: true })
    await expect(rewrites(context, file, { ...models, labeler: 'llm' })).rejects.toThrow(refusal)
    expect(await dump(connection)).toEqual(before)
    await expect(rewrites(context, file, models)).rejects.toThrow(
      'the file has labels, but those of labeler "llm" come from `npm run label`; name another one with --labeler',
    )
    expect((await dump(connection)).label).toEqual(before.label)
    await rewrites(context, rewriteFile({ rewards: true, labels: false }), models)
    await ingestLabels(context, { dataset, labeler: 'people', file: labelsFile })
    const counts = await prisma.label.groupBy({
      by: ['labelerId', 'variantId'],
      _count: true,
      orderBy: { labelerId: 'asc' },
    })
    expect(counts.map(({ _count }) => _count)).toEqual([6, 1])
    // And the other way round.
    await expect(labelWith(context, 'people')).rejects.toThrow('is imported labels, not OPENAI')
  })
})

describe.each(databases())('a name that has got nothing, on $name', (database) => {
  it('is not the default, and may begin in another way', async () => {
    const { context, prisma } = await open(database)
    const own = async () => {
      const { preModelId, postModelId, labelerId } = await prisma.dataset.findFirstOrThrow()
      const nameOf = async (id: number | null) =>
        id && (await prisma.rewardModel.findFirstOrThrow({ where: { id } })).name
      const labeler = labelerId && (await prisma.labeler.findFirstOrThrow({ where: { id: labelerId } })).name
      return [await nameOf(preModelId), await nameOf(postModelId), labeler]
    }
    const broken: Scorer = {
      ...(await openScorer()),
      // biome-ignore lint/correctness/useYield: it fails before it gives anything
      async *score() {
        throw new Error('no memory')
      },
    }
    await expect(scoreEntries(context, { dataset, model: 'm', stage: 'PRE' }, broken)).rejects.toThrow(
      'no memory',
    )
    const down = await OPENAI.start({ fault: () => 'unauthorized' })
    await expect(label(context, OPENAI, down.url, { labeler: 'l' })).rejects.toThrow('401')
    const nothing = tempFile(`${REWARDS}\n99,1,2\n`)
    await ingestRewards(context, { dataset, model: 'post', stage: 'POST', file: nothing }).catch(
      () => undefined,
    )
    expect(await own()).toEqual([null, null, null])

    await score(context, 'other', 'PRE')
    await ingestRewards(context, { dataset, model: 'm', stage: 'PRE', file: rewardsFile })
    await score(context, 'post', 'POST')
    await labelWith(context, 'l', OLLAMA)
    await labelWith(context, 'second')
    expect(await own()).toEqual(['other', 'post', 'l'])
    const model = await prisma.rewardModel.findFirstOrThrow({ where: { name: 'm' } })
    expect(model).toMatchObject({ backend: 'IMPORTED', provenance: null })
    expect(await prisma.rewardModel.findFirst({ where: { name: 'post' } })).toMatchObject({ backend: 'ONNX' })
    expect(await prisma.labeler.findFirst({ where: { name: 'l' } })).toMatchObject({ backend: 'OLLAMA' })
  })
})
