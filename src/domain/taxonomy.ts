import { InvalidInput, NotFound } from './errors.ts'

export const FEATURE_KINDS = ['BOOLEAN', 'TERNARY'] as const
export const FEATURE_ROLES = ['TARGET', 'SPOILER'] as const
export type FeatureKind = (typeof FEATURE_KINDS)[number]
export type FeatureRole = (typeof FEATURE_ROLES)[number]

/** What a feature of a kind can be. */
export const FEATURE_VALUES: Record<FeatureKind, readonly number[]> = { BOOLEAN: [0, 1], TERNARY: [-1, 0, 1] }

export type Feature = {
  name: string
  title: string
  /** As the labeler reads it. */
  description: string
  kind: FeatureKind
  role: FeatureRole
  /** Whether it enters the regressions when nobody says which do. */
  inRegressions: boolean
}

/** What a dataset's entries are labeled with. The order of the features is the order of every listing. */
export type Taxonomy = {
  features: readonly Feature[]
  /** Target features, the one that decides first in front. */
  priority: readonly string[]
  topics: readonly string[]
  discriminations: readonly string[]
}

/**
 * Why labels made with one taxonomy can't go on with another; null: they can. Features may be added behind the
 * others; what says nothing about labels (titles, roles, priority, which enter regressions) may change.
 */
export const whyLabelsContradict = (before: Taxonomy, after: Taxonomy): string | null => {
  for (const [index, { name, kind, description }] of before.features.entries()) {
    const there = after.features[index]
    if (there?.name !== name) {
      const elsewhere = after.features.some((feature) => feature.name === name)
      return elsewhere ? `feature "${name}" stands at another place` : `feature "${name}" is gone`
    }
    if (there.kind !== kind) return `feature "${name}" was ${kind}`
    if (there.description !== description) return `feature "${name}" was described otherwise`
  }
  for (const list of ['topics', 'discriminations'] as const)
    if (JSON.stringify(before[list]) !== JSON.stringify(after[list])) return `its ${list} were others`
  return null
}

/**
 * The index of a feature by its name, or by an ending of it that begins at a word and is unique: first
 * among all features, then among those in regressions (so that `is_coherent` means the last response).
 *
 * @throws NotFound with the known names; InvalidInput with the candidates of an ambiguous ending.
 */
export const findFeature = (
  { features }: { features: readonly Pick<Feature, 'name' | 'inRegressions'>[] },
  name: string,
): number => {
  const exact = features.findIndex((feature) => feature.name === name)
  if (exact >= 0) return exact
  const names = features.map((feature) => feature.name)
  const endings = names.flatMap((known, index) => (name !== '' && known.endsWith(`_${name}`) ? [index] : []))
  const regressed = endings.filter((index) => features[index].inRegressions)
  if (endings.length === 1) return endings[0]
  if (regressed.length === 1) return regressed[0]
  if (endings.length === 0) throw new NotFound('feature', name, names)
  throw new InvalidInput(`feature "${name}" could be ${endings.map((index) => names[index]).join(' or ')}`)
}
