import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ingestLabels } from '../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../src/pipeline/ingest-rewrites.ts'
import type { Config } from '../src/server/config.ts'
import { withContext } from './command.ts'
import { generateDataset } from './synthetic/generate-dataset.ts'

const dataset = 'demo'
const description =
  'Synthetic: 5,000 generated pairs whose alignment regimes, preferences and feature rates follow the numbers that the authors of SEAL published for Anthropic/hh-rlhf. The conversations, the models and the labelers are made up.'

/** Fills an empty database with the demo dataset, through the same ingest as everybody's files. */
export const loadDemo = (config: Config): Promise<void> =>
  withContext(config, 'demo dataset', async (context) => {
    if ((await context.prisma.dataset.findFirst()) !== null) return
    console.log(
      'The database is empty: loading the demo dataset. It is synthetic; its numbers are of no real model.',
    )
    const directory = mkdtempSync(path.join(tmpdir(), 'seal-demo-'))
    try {
      const files = await generateDataset({ pairs: 5000, rewrites: 300, seed: 1, bytes: 300, directory })
      await ingestPairs(context, { dataset, description, files: [files.pairs], subset: 'synthetic' })
      await ingestRewards(context, { dataset, model: 'demo-pre', stage: 'PRE', file: files.rewardsPre })
      await ingestRewards(context, { dataset, model: 'demo-post', stage: 'POST', file: files.rewardsPost })
      await ingestLabels(context, { dataset, labeler: 'first-labeler', file: files.labels })
      await ingestLabels(context, { dataset, labeler: 'second-labeler', file: files.labelsSecond })
      await ingestRewrites(context, { dataset, rewriter: 'demo-rewriter', file: files.rewrites })
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
