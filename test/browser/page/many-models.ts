import type { Context } from '../../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../../src/pipeline/ingest-rewards.ts'
import { csv, pairLines, REWARDS, tempFile } from '../../pipeline/files.ts'

const [MODELS, PAIRS, SCORED_BY_LAST] = [25, 30, 10]
const dataset = 'many-models'

/** More models than a table shows at once; the last one has scored a third of the pairs. */
export const ingestManyModels = async (context: Context): Promise<void> => {
  const texts = Array.from({ length: PAIRS }, (_, row): [string, string] => [`yes ${row}`, `no ${row}`])
  await ingestPairs(context, { dataset, files: [tempFile(pairLines(texts))] })
  for (let model = 0; model < MODELS; model++) {
    const scored = model === MODELS - 1 ? SCORED_BY_LAST : PAIRS
    const rewards = Array.from({ length: scored }, (_, row) => [row, row < PAIRS - model ? 1 : -1, 0])
    const file = tempFile(csv(REWARDS, rewards))
    await ingestRewards(context, { dataset, model: `v${model}`, stage: 'POST', file })
  }
}
