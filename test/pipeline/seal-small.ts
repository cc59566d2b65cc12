import path from 'node:path'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'

export const dataset = 'seal-small'
export const file = (name: string) => path.resolve('test/fixtures/seal-small', name)

/** The six commands that bring the fixture seal-small, in their order. */
export const COMMANDS = [
  (context: Context) => ingestPairs(context, { dataset, format: 'hh-rlhf', files: [file('pairs.jsonl')] }),
  (context: Context) =>
    ingestRewards(context, { dataset, model: 'pre', stage: 'PRE', file: file('compare-pre.csv') }),
  (context: Context) =>
    ingestRewards(context, { dataset, model: 'post', stage: 'POST', file: file('compare-post.csv') }),
  (context: Context) => ingestLabels(context, { dataset, labeler: 'labeler', file: file('taxonomy.csv') }),
  (context: Context) =>
    ingestLabels(context, { dataset, labeler: 'control', file: file('taxonomy-control.csv') }),
  (context: Context) => ingestRewrites(context, { dataset, rewriter: 'rewriter', file: file('rewrite.csv') }),
] as const

export const ingestSealSmall = async (context: Context) => {
  for (const command of COMMANDS) await command(context)
}
