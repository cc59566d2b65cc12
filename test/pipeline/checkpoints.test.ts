import { describe, expect, it } from 'vitest'
import type { Checkpoint } from '../../src/domain/checkpoint.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { scoreEntries } from '../../src/pipeline/score-entries.ts'
import type { Scorer } from '../../src/score/scorer.ts'
import { databases, openFresh } from '../databases.ts'
import { openAsk } from '../graphql/ask.ts'
import { endOf, startDataset, startIngest } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const dataset = 'd'
const stage = 'POST'
const MODELS = `{ dataset(name: "d") { revision rewardModels { name series step } audit { post { series step } } } }`
const rewards = (chosen: number) => tempFile(`row_id,chosen_score,rejected_score\n0,${chosen},0\n`)

const scorer: Scorer = {
  backend: 'HTTP',
  provenance: { url: 'u' },
  score: async function* (texts) {
    for await (const item of texts) yield [{ item, value: 1 }]
  },
  remarks: () => [],
  close: async () => undefined,
}

describe.each(databases())('checkpoints on $name', (on) => {
  it('stand where the last command says, which servers notice', async () => {
    const { url, context } = await openFresh(on)
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(1))] })
    const { ask, close } = openAsk(url)
    const told = async () => (await ask(MODELS)).dataset
    const file = rewards(1)
    const bring = (checkpoint: Checkpoint, of = file) =>
      ingestRewards(context, { dataset, model: 'm', stage, file: of, ...checkpoint })

    await bring({ series: 'run', step: 0 })
    expect(await told()).toEqual({
      revision: 2,
      rewardModels: [{ name: 'm', series: 'run', step: 0 }],
      audit: { post: { series: 'run', step: 0 } },
    })
    await bring({ step: 10 })
    expect(await told()).toMatchObject({ revision: 3, audit: { post: { series: 'run', step: 10 } } })
    await bring({ series: 'run', step: 10 })
    await bring({})
    expect(await told()).toMatchObject({ revision: 3, audit: { post: { series: 'run', step: 10 } } })
    await bring({ series: 'other' }, rewards(2))
    expect(await told()).toMatchObject({ audit: { post: { series: 'other', step: 10 } } })
    await close()
  })

  it('are scored, too, also where there is nothing left to score', async () => {
    const { url, context } = await openFresh(on)
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(1))] })
    const score = (checkpoint: Checkpoint) =>
      scoreEntries(context, { dataset, model: 'm', stage, ...checkpoint }, scorer)
    const { ask, close } = openAsk(url)
    await score({ series: 'run', step: 5 })
    expect((await ask(MODELS)).dataset.rewardModels).toEqual([{ name: 'm', series: 'run', step: 5 }])
    await score({ step: 6 })
    expect((await ask(MODELS)).dataset.rewardModels).toEqual([{ name: 'm', series: 'run', step: 6 }])
    await close()
  })

  it.each([
    [{ step: -1 }, 'a step is a whole number from 0 to 2147483647, not -1'],
    [{ step: 1.5 }, 'a step is a whole number from 0 to 2147483647, not 1.5'],
    [{ step: 2 ** 31 }, 'a step is a whole number from 0 to 2147483647, not 2147483648'],
    [{ series: ' ' }, 'the name of a series must not be empty'],
  ])('%j is refused, of new models and of others', async (checkpoint, message) => {
    const { context, prisma } = await openFresh(on)
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(1))] })
    const bring = (checkpoint: Checkpoint) =>
      ingestRewards(context, { dataset, model: 'm', stage, file: rewards(1), ...checkpoint })
    await expect(bring(checkpoint)).rejects.toThrow(message)
    expect(await prisma.rewardModel.count()).toBe(0)
    await bring({})
    await expect(bring(checkpoint)).rejects.toThrow(message)
    expect(await prisma.rewardModel.findFirst()).toMatchObject({ series: null, step: null })
  })
})

describe('npm run ingest', () => {
  it('takes a series and a step, and refuses what is none', async () => {
    const { url, context } = await openFresh(databases()[0])
    await ingestPairs(context, { dataset, files: [tempFile(manyPairs(1))] })
    const bring = (...options: string[]) => {
      const of = ['rewards', '--dataset', dataset, '--model', 'm', '--stage', stage]
      return endOf(startIngest(url, [...of, ...options, rewards(1)]))
    }
    expect((await bring('--series', 'run', '--step', '100')).code).toBe(0)
    expect((await endOf(startDataset(url, ['describe', dataset]))).output).toContain(
      "model m: POST, series run, step 100, 2 rewards, the dataset's own\n",
    )
    for (const wrong of [
      ['--step', '-1'],
      ['--step', '1e3'],
      ['--series', ''],
    ])
      expect(await bring(...wrong)).toMatchObject({
        code: 2,
        output: expect.stringMatching(/must (be a whole number from 0 to 2147483647|not be empty)/),
      })
    const { code, output } = await endOf(
      startIngest(url, ['pairs', '--dataset', dataset, '--step', '1', tempFile(manyPairs(1))]),
    )
    expect([code, output]).toEqual([2, expect.stringContaining('need --model and --stage')])
  })
})
