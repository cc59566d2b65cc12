import type { FigureName } from '../../figures/figure-name.ts'
import { BOTH_MODELS, type Extent, lacking, lackingAnyModel } from '../../metrics/lacking.ts'
import type { FigureArguments } from './asking.ts'

type Lack = (extent: Extent, args: FigureArguments) => string | null

const ofLabels: Lack = (extent) => lacking(extent, ['LABELS'])
const ofBothModels: Lack = (extent) => lacking(extent, BOTH_MODELS)
const ofOneModel: Lack = (extent, { stage }) => lacking(extent, [stage])
const ofPost: Lack = (extent) => lacking(extent, ['POST'])
const ofPostAndLabels: Lack = (extent) => lacking(extent, ['POST', 'LABELS'])

/** What a figure has nothing to show without. One of two models is enough where it shows both. */
const LACKS: Record<FigureName, Lack> = {
  REWARD_DISTRIBUTION: (extent) => lackingAnyModel(extent),
  IMPRINTS: (extent) => lackingAnyModel(extent, ['LABELS']),
  SHIFT_IMPRINTS: (extent) => lacking(extent, [...BOTH_MODELS, 'LABELS']),
  MISALIGNMENT: ofPostAndLabels,
  SHIFTS_BY_REGIME: (extent) => lacking(extent, [...BOTH_MODELS, 'PREFERENCE']),
  ROBUSTNESS: ofPostAndLabels,
  // Of whatever models there are.
  MARGINS: (extent) => lacking(extent, []),
  PROBABILITIES: ofOneModel,
  REWARD_HEATMAP: ofOneModel,
  REWARD_DIRECTIONS: ofBothModels,
  LABELER_AGREEMENT: ofLabels,
  FLIPS: ofLabels,
  SIMILARITY_BY_SHIFT: ofPost,
  PREVALENCE: ofLabels,
  TOPICS: ofLabels,
  AGREEMENT: (extent) => lackingAnyModel(extent, ['PREFERENCE']),
}

/** Why a figure is empty whatever is asked of it; else null. */
export const lackingFor = (name: FigureName, extent: Extent, args: FigureArguments): string | null =>
  LACKS[name](extent, args)
