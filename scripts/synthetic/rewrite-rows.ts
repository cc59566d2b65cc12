import { SIDES, type Side } from '../../src/domain/side.ts'
import type { Stage } from '../../src/domain/stage.ts'
import { csvRow, pythonBoolean } from './csv.ts'
import { featureIndex, type PairValues } from './features.ts'
import { featureText } from './labels.ts'
import type { Scores } from './rewards.ts'

export type Version = { texts: Record<Side, string>; scores: Scores; values: PairValues }

/** The reference's names: aligned is the model after training, control the one before. */
const MODELS: readonly (readonly [name: string, stage: Stage])[] = [
  ['rm_aligned', 'POST'],
  ['rm_control', 'PRE'],
]
const VERSIONS = ['original', 'rewritten'] as const
const FEATURES = [
  'last_response_is_helpful',
  'last_response_is_harmless',
  'last_response_is_coherent',
  'last_response_is_eloquent',
  'last_response_sentiment',
]
const sideName = (side: Side): string => side.toLowerCase()

export const REWRITE_HEADER = csvRow([
  'row_id',
  ...VERSIONS.flatMap((version) => SIDES.map((side) => `${version}_${sideName(side)}_text`)),
  ...SIDES.map((side) => `original_to_rewritten_${sideName(side)}_vector_cos_sim`),
  ...VERSIONS.flatMap((version) =>
    MODELS.flatMap(([model]) => SIDES.map((side) => `${version}_${sideName(side)}_score_${model}`)),
  ),
  ...MODELS.flatMap(([model]) => VERSIONS.map((version) => `${version}_agreement_dataset_and_${model}`)),
  ...VERSIONS.flatMap((version) =>
    SIDES.flatMap((side) => FEATURES.map((feature) => `${version}_${sideName(side)}_${feature}`)),
  ),
])

const indices = FEATURES.map(featureIndex)

export const rewriteRow = (
  rowId: number,
  versions: Record<(typeof VERSIONS)[number], Version>,
  similarity: Record<Side, number>,
): string => {
  const aligned = ({ scores }: Version, stage: Stage) =>
    pythonBoolean(scores[stage].CHOSEN > scores[stage].REJECTED)
  const both = VERSIONS.map((version) => versions[version])
  return csvRow([
    rowId,
    ...both.flatMap(({ texts }) => SIDES.map((side) => texts[side])),
    ...SIDES.map((side) => similarity[side]),
    ...both.flatMap(({ scores }) => MODELS.flatMap(([, stage]) => SIDES.map((side) => scores[stage][side]))),
    ...MODELS.flatMap(([, stage]) => both.map((version) => aligned(version, stage))),
    ...both.flatMap(({ values }) =>
      SIDES.flatMap((side) => indices.map((index) => featureText(index, values[side][index]))),
    ),
  ])
}
