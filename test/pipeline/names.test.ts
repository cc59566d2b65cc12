import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { parseTaxonomy } from '../../src/ingest/taxonomy.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { createToken } from '../../src/store/access-tokens.ts'
import { openFresh } from '../databases.ts'
import { SEAL_SMALL, SQLITE } from '../graphql/ask.ts'
import { conversation, csv, manyPairs, REWARDS, rejectsOf, tempFile } from './files.ts'

const LONG = 'x'.repeat(201)
const LONGEST = 'x'.repeat(200)
const REWRITES =
  'row_id,original_chosen_text,original_rejected_text,rewritten_chosen_text,rewritten_rejected_text'
const refusal = (what: string) =>
  `the name of a ${what} has 200 characters at most, and "${'x'.repeat(40)}…" has 201`

describe('names', () => {
  it('have a largest length, whatever they name; nothing is made of longer ones', async () => {
    const { context, prisma } = await openFresh(SQLITE)
    const pairs = { dataset: LONGEST, files: [tempFile(manyPairs(2))] }
    const rewards = tempFile(csv(REWARDS, [[0, 1, 2]]))
    const of = { dataset: LONGEST }
    await expect(ingestPairs(context, { ...pairs, dataset: LONG })).rejects.toThrow(refusal('dataset'))
    await expect(ingestPairs(context, { ...pairs, subset: LONG })).rejects.toThrow(refusal('subset'))
    expect(await prisma.dataset.count()).toBe(0)
    await ingestPairs(context, { ...pairs, subset: LONGEST })
    const model = (name: string) =>
      ingestRewards(context, { ...of, model: name, stage: 'PRE', file: rewards })
    await expect(model(LONG)).rejects.toThrow(refusal('reward model'))
    await model(LONGEST)
    await expect(ingestLabels(context, { ...of, labeler: LONG, file: SEAL_SMALL.labels })).rejects.toThrow(
      refusal('labeler'),
    )
    const texts = ['yes 0', 'no 0', 'new yes', 'new no'].map((answer) => conversation(answer))
    const rewrites = tempFile(csv(REWRITES, [[0, ...texts]]))
    await expect(
      ingestRewrites(context, {
        ...{ ...of, rewriter: LONG, file: rewrites, incomplete: true },
        ...{ pre: LONGEST, post: 'post', labeler: 'l' },
      }),
    ).rejects.toThrow(refusal('rewriter'))
    await expect(createToken(prisma, { name: LONG, scope: 'READ' })).rejects.toThrow(refusal('token'))
    expect([await prisma.labeler.count(), await prisma.accessToken.count()]).toEqual([0, 0])
    expect(await prisma.variant.count({ where: { rewriter: { not: null } } })).toBe(0)
    expect((await prisma.rewardModel.findMany()).map(({ name }) => name)).toContain(LONGEST)
  })

  it('of subsets cost the row that has one that is too long', async () => {
    const { context } = await openFresh(SQLITE)
    const line = (subset: string, answer: string) =>
      `${JSON.stringify({ chosen: conversation(answer), rejected: conversation('no'), subset })}\n`
    const outcome = await ingestPairs(context, {
      dataset: 'd',
      files: [tempFile(line(LONG, 'a') + line(LONGEST, 'b') + line(' ', 'c'))],
    })
    expect(outcome.counts).toMatchObject({ read: 3, rejected: 1 })
    expect(rejectsOf(outcome)).toContain('the name of a subset has 200 characters at most')
  })

  it('of a taxonomy, too', () => {
    const [feature] = SEAL_TAXONOMY.features
    const taxonomy = {
      features: [{ ...feature, name: LONG }],
      priority: [],
      topics: [LONG],
      discriminations: [LONG],
    }
    expect(() => parseTaxonomy(taxonomy, 'f')).toThrow(
      /features\[0\]\.name .* 200 characters at most[\s\S]*topics\[0\] .* 200 [\s\S]*discriminations\[0\] .* 200 /,
    )
  })
})
