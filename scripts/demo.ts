import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Unavailable } from '../src/domain/errors.ts'
import type { Stage } from '../src/domain/stage.ts'
import type { Outcome } from '../src/pipeline/ingest.ts'
import { ingestLabels } from '../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../src/pipeline/ingest-rewrites.ts'
import type { Config } from '../src/server/config.ts'
import type { Prisma } from '../src/store/prisma.ts'
import { withContext } from './command.ts'
import { writeCheckpoint } from './synthetic/checkpoints.ts'
import { generateDataset } from './synthetic/generate-dataset.ts'

const dataset = 'demo'
const description =
  'Synthetic: 5,000 generated pairs whose alignment regimes, preferences and feature rates follow the numbers that the authors of SEAL published for Anthropic/hh-rlhf. The conversations, the models and the labelers are made up.'

/** The post model's training run: how far on the way from the pre model its checkpoints are, by their steps. */
const series = 'demo'
const CHECKPOINTS = { 100: 0.4, 200: 0.65, 300: 0.85 }
const LAST_STEP = 400

/** Whether there is nothing but what is left of a demo that was cut off: its last step is not done. */
const isWanted = async (prisma: Prisma): Promise<boolean> => {
  const there = await prisma.dataset.findMany({ select: { name: true, description: true } })
  if (!there.every((one) => one.name === dataset && one.description === description)) return false
  return (await prisma.run.findFirst({ where: { kind: 'REWRITES', state: 'DONE' } })) === null
}

/**
 * Fills an empty database with the demo dataset, through the same ingest as everybody's files.
 *
 * @throws Unavailable when it is told to stop; the next start goes on.
 */
export const loadDemo = (config: Config): Promise<void> =>
  withContext(config, 'demo dataset', async (context) => {
    if (!(await isWanted(context.prisma))) return
    const step = async (outcome: Promise<Outcome>) => {
      if ((await outcome).interrupted) throw new Unavailable('interrupted while the demo dataset was loaded')
    }
    console.log(
      'The database is empty: loading the demo dataset. It is synthetic; its numbers are of no real model.',
    )
    const directory = mkdtempSync(path.join(tmpdir(), 'seal-demo-'))
    try {
      const files = await generateDataset({ pairs: 5000, rewrites: 300, seed: 1, bytes: 300, directory })
      await step(ingestPairs(context, { dataset, description, files: [files.pairs], subset: 'synthetic' }))
      const { rewardsPre: before, rewardsPost: after } = files
      const rewards = (model: string, stage: Stage, at: number, file: string) =>
        step(ingestRewards(context, { dataset, model, stage, series, step: at, file }))
      await rewards('demo-pre', 'PRE', 0, before)
      await rewards('demo-post', 'POST', LAST_STEP, after)
      for (const [at, way] of Object.entries(CHECKPOINTS)) {
        const file = path.join(directory, `rewards-${at}.csv`)
        await writeCheckpoint({ before, after }, way, file)
        await rewards(`demo-${at}`, 'POST', Number(at), file)
      }
      await step(ingestLabels(context, { dataset, labeler: 'first-labeler', file: files.labels }))
      await step(ingestLabels(context, { dataset, labeler: 'second-labeler', file: files.labelsSecond }))
      await step(ingestRewrites(context, { dataset, rewriter: 'demo-rewriter', file: files.rewrites }))
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
