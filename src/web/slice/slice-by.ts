import { clipped } from '../format/clipped.ts'
import { rounded } from '../format/numbers.ts'
import type {
  AttributeKind,
  AttributeScope,
  DatasetsQuery,
  Dimension,
  FeatureKind,
  FeatureScope,
  SliceBy,
} from '../generated/documents.ts'
import type { Condition } from './conditions.ts'
import { FEATURE_SCOPES, SIDE_SCOPES } from './scopes.ts'

type Dataset = DatasetsQuery['datasets'][number]

export const DIMENSIONS: Partial<Record<Dimension, string>> = {
  TOPIC: 'topic',
  SUBSET: 'subset',
  DISCRIMINATION: 'discrimination',
  SLICE: 'named slice',
}

/** Those that labelers know. */
const LABELED: readonly string[] = ['TOPIC', 'DISCRIMINATION'] satisfies Dimension[]

type Attribute = { name: string; scope: AttributeScope; kind: AttributeKind }

/** What pairs can be cut by: `by` in the address, and of which entries it can be meant, if of any. */
export type Cutting = { by: string; title: string; scopes: readonly FeatureScope[]; isLabeled: boolean }

/** What came with a dataset, and is kept with it. */
type Kept = { attributes: readonly Attribute[]; namedSlices: readonly object[] }

export const cuttingsOf = (
  { features }: Dataset,
  { attributes, namedSlices }: Kept,
): Record<'Pairs' | 'Labels' | 'Measures' | 'Attributes', Cutting[]> => {
  const ofFeatures = (isLabeled: boolean) =>
    features
      .filter(({ source }) => (source === 'LABELER') === isLabeled)
      .map(({ name, title }) => ({
        ...{ by: `feature:${name}`, title, isLabeled },
        scopes: isLabeled ? FEATURE_SCOPES : SIDE_SCOPES,
      }))
  return {
    Pairs: Object.entries(DIMENSIONS)
      .filter(([by]) => by !== 'SLICE' || namedSlices.length > 0)
      .map(([by, title]) => ({ by, title, scopes: [], isLabeled: LABELED.includes(by) })),
    Attributes: attributes.map(({ name, scope, kind }) => ({
      ...{ by: `attribute:${name}`, title: clipped(name), isLabeled: false },
      scopes: scope === 'PAIR' ? [] : kind === 'NUMBER' ? SIDE_SCOPES : FEATURE_SCOPES,
    })),
    Measures: ofFeatures(false),
    Labels: ofFeatures(true),
  }
}

/** What `by` in the address means; left out: topics, or where there are none the first measure. */
export const defaultBy = ({ labelers, features, rewardModels }: Dataset): string => {
  const measure = features.find(({ source }) => source !== 'LABELER')
  return labelers.length === 0 && rewardModels.length > 0 && measure ? `feature:${measure.name}` : 'TOPIC'
}

export const sliceBy = (by: string, scope: FeatureScope): SliceBy => {
  const [, way, name] = /^(feature|attribute):(.*)$/s.exec(by) ?? []
  return way ? { [way]: name, scope } : { dimension: by as Dimension }
}

const VALUES: Partial<Record<FeatureKind, Record<string, string>>> = {
  BOOLEAN: { 0: 'no', 1: 'yes' },
  TERNARY: { '-1': 'negative', 0: 'neutral', 1: 'positive' },
}

/** What a slice is called: its value, or the ends of its numbers. */
export const sliceTitle = (
  key: string,
  { feature, measure, attribute }: Condition,
  { features }: Pick<Dataset, 'features'>,
): string => {
  const name = feature?.name ?? measure?.feature
  const kind = features.find((one) => one.name === name)?.kind
  const value = kind && VALUES[kind]?.[key]
  if (value) return value
  const { gte, lte } = measure ?? attribute ?? {}
  if (gte == null || lte == null) return clipped(key) || '(empty)'
  return gte === lte ? `${rounded(gte)}` : `${rounded(gte)} to ${rounded(lte)}`
}
