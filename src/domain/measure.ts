import type { Feature, Taxonomy } from './taxonomy.ts'

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
  ...measures.map(({ name, title, kind }) => ({ name, title, kind, inRegressions: false })),
]
