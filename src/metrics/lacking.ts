import { STAGES, type Stage } from '../domain/stage.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import type { Slice } from '../frame/slice.ts'
import type { Subject } from '../frame/view.ts'

/** How many pairs a slice has, of how many, and whose rewards and labels are meant (indices, -1 for none). */
export type Extent = {
  pairs: number
  datasetPairs: number
  subject: Subject
  taxonomy: Pick<Taxonomy, 'priority'>
}

export const extentOf = ({ view: { frame, subject }, rows }: Slice): Extent => ({
  pairs: rows.length,
  datasetPairs: frame.rowIds.length,
  subject,
  taxonomy: frame.taxonomy,
})

/** What a number can need: rewards of a stage's model, labels, or a labeler's preference. */
export type Need = Stage | 'LABELS' | 'PREFERENCE'

export const BOTH_MODELS = STAGES

const REWARDS = 'npm run ingest -- rewards'

const lackingModels = ({ pre, post }: Subject, needs: readonly Need[]): string[] => {
  const stages = STAGES.filter((stage) => needs.includes(stage) && (stage === 'PRE' ? pre : post) < 0)
  if (stages.length === 0) return []
  if (pre < 0 && post < 0) {
    return [`the dataset has no rewards: bring them with ${REWARDS}, or npm run score`]
  }
  const [stage] = stages
  return [
    `the dataset has no ${stage} model: bring its rewards with ${REWARDS} --stage ${stage}, or npm run score`,
  ]
}

const lackingLabels = ({ subject, taxonomy }: Extent, needs: readonly Need[]): string[] => {
  const prefers = needs.includes('PREFERENCE')
  if (!prefers && !needs.includes('LABELS')) return []
  if (subject.labeler < 0)
    return ['the dataset has no labels: bring them with npm run ingest -- labels, or npm run label']
  return prefers && taxonomy.priority.length === 0
    ? ['the taxonomy has no target features (priority), by which a labeler prefers an entry']
    : []
}

/** What stands in the way of whatever is asked of a slice: what the dataset lacks, or that the slice is empty; else null. */
export const lacking = (extent: Extent, needs: readonly Need[]): string | null => {
  const { pairs, datasetPairs, subject } = extent
  if (datasetPairs === 0) return 'the dataset has no pairs: bring them with npm run ingest -- pairs'
  const things = [...lackingModels(subject, needs), ...lackingLabels(extent, needs)]
  if (things.length > 0) return things.join('; ')
  return pairs === 0 ? 'no pair is in the slice' : null
}

/** The same where each of the models is of use without the other. */
export const lackingAnyModel = (extent: Extent, needs: readonly Need[] = []): string | null => {
  const { pre, post } = extent.subject
  return lacking(extent, [...(pre < 0 && post < 0 ? STAGES : []), ...needs])
}
