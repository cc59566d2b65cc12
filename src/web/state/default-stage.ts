import type { Stage } from '../generated/documents.ts'
import type { PageState } from './page-context.ts'

/** The stage of what is about a single model: after training, unless the dataset's models are all from before. */
export const defaultStage = ({ dataset: { rewardModels }, place: { post } }: PageState): Stage =>
  post === null && rewardModels.length > 0 && rewardModels.every(({ stage }) => stage === 'PRE')
    ? 'PRE'
    : 'POST'
