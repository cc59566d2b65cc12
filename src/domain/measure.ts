import type { Feature, FeatureRole, Taxonomy } from './taxonomy.ts'

/** Where the values of a measure come from. */
export type MeasureSource = 'TEXT' | 'DISCOVERED' | 'IMPORTED'

/** A feature of entries whose values are numbers, and nobody's opinion: no labeler is asked for it. */
export type Measure = {
  name: string
  title: string
  description: string
  /** BOOLEAN: 0 or 1. */
  kind: 'NUMERIC' | 'BOOLEAN'
  source: MeasureSource
  /** What its values count. */
  unit?: string
  /** As of other features; left out: SPOILER, and not in regressions. */
  role?: FeatureRole
  inRegressions?: boolean
}

/** Whether files bring its values. */
export const isImported = ({ source }: Measure): boolean => source === 'IMPORTED'

/** What a taxonomy file declares: what labelers are asked for (left out: stays), and numbers, which are nobody's. */
export type Declared = { taxonomy?: Taxonomy; measures: readonly Measure[] }

/** Why features can't be of a dataset that has some measures: a name has one kind. Null: they can. */
export const whyKindsContradict = (
  { taxonomy: { features }, measures }: Required<Declared>,
  known: readonly Measure[],
): string | null => {
  const isKnown = (name: string, imported: boolean) =>
    known.some((one) => one.name === name && isImported(one) === imported)
  const measured = measures.find(({ name }) => isKnown(name, false))
  if (measured) return `feature "${measured.name}" is measured of every text, and no file brings it`
  const labeled = features.find(({ name }) => isKnown(name, true))
  if (labeled) return `feature "${labeled.name}" was NUMERIC`
  const both = features.find(({ name }) => measures.some((one) => one.name === name))
  return both ? `feature "${both.name}" is ${both.kind}` : null
}

/** By measure; null is none. */
export type MeasuredValues = readonly (number | null)[]

/** What a feature is called and how, whatever its values come from. */
export type NamedFeature = {
  name: string
  title: string
  kind: Feature['kind'] | Measure['kind']
  inRegressions: boolean
}

/** All that entries have values of, labels first: where features are indices, they are indices into this. */
export const allFeatures = ({
  taxonomy,
  measures,
}: {
  taxonomy: Pick<Taxonomy, 'features'>
  measures: readonly Measure[]
}): NamedFeature[] => [
  ...taxonomy.features,
  ...measures.map(({ name, title, kind, inRegressions = false }) => ({ name, title, kind, inRegressions })),
]
