import type { Dataset } from '../../state/page-context.ts'
import type { Place } from '../../state/place.ts'

/** The models that are compared with each other, where some are left out; null: all. */
export const comparedModels = (
  { rewardModels }: Pick<Dataset, 'rewardModels'>,
  { without }: Pick<Place, 'without'>,
): string[] | null =>
  without.length === 0 ? null : rewardModels.map(({ name }) => name).filter((name) => !without.includes(name))
