import { InvalidInput } from './errors.ts'
import { checkName } from './names.ts'

/** Where a reward model stands: checkpoints of one training run have one series. What is left out stays as it is. */
export type Checkpoint = { series?: string; step?: number }

/** What each checkpoint of a trajectory is compared with: the one before it, or the first. */
export type TrajectoryBaseline = 'PREVIOUS' | 'FIRST'

export const LAST_STEP = 2 ** 31 - 1

/** @throws InvalidInput for a series or a step that no model may have */
export const assertCheckpoint = ({ series, step }: Checkpoint): void => {
  if (series !== undefined) checkName('series', series)
  if (step !== undefined && !(Number.isInteger(step) && step >= 0 && step <= LAST_STEP))
    throw new InvalidInput(`a step is a whole number from 0 to ${LAST_STEP}, not ${step}`)
}
