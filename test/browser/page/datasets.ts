import path from 'node:path'
import { parseFieldMap } from '../../../src/ingest/mapped.ts'
import type { Context } from '../../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { pairLines, tempFile } from '../../pipeline/files.ts'

export const HOSTILE = '<script>window.hit = 1</script><img src=x onerror="window.hit = 1"> \u202Eevil'

/** Six pairs of three prompts, one of them a tie; what came with them is hostile, too. */
const PROMPTED = [
  { prompt: 'Why?', answers: ['So it is.', 'No.'], source: HOSTILE, ratings: [4, 1], scores: [2, 1] },
  { prompt: 'Why?', answers: ['Because.', 'No.'], source: 'web', ratings: [3, 3], tie: true, scores: [1, 1] },
  { prompt: 'Why?', answers: ['Well?', 'No.'], source: 'web', ratings: [3.5, 1], scores: [0, 1] },
  { prompt: 'How?', answers: ['Like this.', 'No.'], source: 'web', ratings: [5, 2], scores: [3, 1] },
  { prompt: 'How?', answers: ['Thus.', 'No.'], source: HOSTILE, ratings: [4, 2], scores: [0.5, 1] },
  { prompt: 'When?', answers: ['Now.', 'No.'], ratings: [2, 1], scores: [2, 1] },
].map(({ prompt, answers, source, ratings, tie = false, scores }) => ({
  ...{ prompt, chosen: answers[0], rejected: answers[1], is_tie: tie, source },
  ...{ chosen_rating: ratings[0], rejected_rating: ratings[1], score_c: scores[0], score_r: scores[1] },
}))

/** Answers that differ in a word, from right to left too; the last two have nothing in common. */
const TEA_PAIRS = [
  { prompt: 'كيف؟', chosen: 'أضف أوراق الشاي الأخضر الآن.', rejected: 'أضف أوراق الشاي الأسود الآن.' },
  { prompt: 'Tea?', chosen: 'Add green tea to the water.', rejected: 'Add black tea to the water.' },
  { prompt: 'How?', chosen: 'Put the kettle on first.', rejected: 'I cannot say anything about TEA.' },
]

const jsonLines = (rows: object[]) => tempFile(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

/** Small datasets that lack models, labels, or both. */
export const ingestSmallDatasets = async (context: Context): Promise<void> => {
  await ingestPairs(context, { dataset: 'hostile', files: [tempFile(pairLines([[HOSTILE, 'a plain no']]))] })
  await ingestPairs(context, {
    dataset: 'judged',
    format: 'rewardbench',
    files: [path.join(import.meta.dirname, '../../fixtures/formats/rewardbench.jsonl')],
    scoredBy: { model: 'judge', stage: 'POST' },
  })
  await ingestPairs(context, {
    dataset: 'prompted',
    map: parseFieldMap('prompt=prompt,chosen=chosen,rejected=rejected,tie=is_tie'),
    files: [jsonLines(PROMPTED)],
    scoredBy: { model: 'judge', stage: 'POST' },
    scores: ['score_c', 'score_r'],
  })
  await ingestPairs(context, {
    dataset: 'tea',
    map: parseFieldMap('prompt=prompt,chosen=chosen,rejected=rejected'),
    files: [jsonLines(TEA_PAIRS)],
  })
}
