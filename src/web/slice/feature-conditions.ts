import type { FeatureKind, FeatureSource, Flip, Side } from '../generated/documents.ts'
import type { Condition } from './conditions.ts'

type Term = { feature: string | null; side?: Side | null; flip?: Flip | null }
type Feature = { kind: FeatureKind; source: FeatureSource }

/** The slice of pairs with a term's feature: none for a flip or a number, which have none. */
export const featureConditions = (
  { feature: name, side = null, flip = null }: Term,
  feature: Feature | undefined,
): Condition[] => {
  if (!name || flip || feature?.kind === 'NUMERIC') return []
  if (feature?.source === 'LABELER') return [{ feature: { name, scope: side ?? 'EITHER', values: [1] } }]
  return side ? [{ measure: { feature: name, scope: side, gte: 1 } }] : []
}
