import { hint } from '../domain/hint.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import type { Pairs } from '../pairs/pairs.ts'
import type { Index } from '../pairs/terms.ts'
import type { Model } from './metric.ts'

/** How many pairs are meant, of how many, and what their dataset has. */
export type Extent = {
  pairs: number
  datasetPairs: number
  /** Whether the dataset has pairs on which the human had no preference: numbers are of the others. */
  hasTies: boolean
  models: number
  taxonomy: Pick<Taxonomy, 'priority'>
}

export const extentOf = async (pairs: Pairs): Promise<Extent> => {
  const { pairCount, tieCount, models, taxonomy } = pairs.outline
  const of = { datasetPairs: pairCount, hasTies: tieCount > 0, models: models.length, taxonomy }
  return { pairs: await pairs.size(), ...of }
}

/** What a number can need: a model's rewards, a labeler's labels, or its preference. */
export type Need = { rewards: Model } | { labels: Index } | { preference: Index }

export const rewardsOf = (...models: readonly Model[]): Need[] => models.map((rewards) => ({ rewards }))

/** What an equation needs on some features (indices into all): labels only where these are labels. */
export const neededFor = (
  needs: readonly Need[],
  terms: readonly number[],
  { features }: Pick<Taxonomy, 'features'>,
): Need[] => {
  const areMeasures = terms.length > 0 && terms.every((term) => term >= features.length)
  return needs.filter((need) => !('labels' in need && areMeasures))
}

const REWARDS = hint`npm run ingest -- rewards`

const lackingModels = ({ models }: Extent, needs: readonly Need[]): string[] => {
  const missing = needs.flatMap((need) => ('rewards' in need && need.rewards.index < 0 ? [need.rewards] : []))
  if (missing.length === 0) return []
  if (models === 0) return [hint`the dataset has no rewards: bring them with ${REWARDS}, or npm run score`]
  const [{ called, lack }] = missing
  if (lack !== undefined) return [lack]
  return [
    hint`the dataset has no ${called} model: bring its rewards with ${REWARDS} --stage ${called}, or npm run score`,
  ]
}

const lackingLabels = ({ taxonomy }: Extent, needs: readonly Need[]): string[] => {
  const prefers = needs.some((need) => 'preference' in need)
  const labelers = needs.flatMap((need) =>
    'labels' in need ? [need.labels] : 'preference' in need ? [need.preference] : [],
  )
  if (labelers.some((labeler) => labeler < 0))
    return [hint`the dataset has no labels: bring them with npm run ingest -- labels, or npm run label`]
  return prefers && taxonomy.priority.length === 0
    ? ['the taxonomy has no target features (priority), by which a labeler prefers an entry']
    : []
}

/** What stands in the way of whatever is asked of some pairs: what the dataset lacks, or that there are none; else null. */
export const lacking = (extent: Extent, needs: readonly Need[]): string | null => {
  const { pairs, datasetPairs, hasTies } = extent
  if (datasetPairs === 0) return hint`the dataset has no pairs: bring them with npm run ingest -- pairs`
  const things = [...lackingModels(extent, needs), ...lackingLabels(extent, needs)]
  if (things.length > 0) return things.join('; ')
  if (pairs > 0) return null
  return hasTies ? 'no pair on which the human had a preference is in the slice' : 'no pair is in the slice'
}

/** The same of so many rewritten ones of them. */
export const lackingRewritten = (extent: Extent, rewritten: number, needs: readonly Need[]): string | null =>
  lacking(extent, needs) ?? (rewritten === 0 ? 'no pair of the slice is rewritten' : null)
