import type { Stage } from './generated/documents.ts'
import type { DatasetChoice } from './page.tsx'
import type { Place } from './place.ts'

/** The stage that is meant where only one model is: after training, unless there is only a model from before. */
export const stageOf = ({ rewardModels }: DatasetChoice, { post }: Place): Stage =>
  post === null && rewardModels.length > 0 && rewardModels.every(({ stage }) => stage === 'PRE')
    ? 'PRE'
    : 'POST'
