import { InvalidInput, NotFound } from '../domain/errors.ts'
import type { PairFilter } from '../domain/pair-filter.ts'
import { FEATURE_VALUES, findFeature, type Taxonomy } from '../domain/taxonomy.ts'

/** What there is in a dataset that a filter can name. */
export type KnownNames = Pick<Taxonomy, 'topics' | 'discriminations'> & {
  taxonomy: Taxonomy
  subsets: readonly string[]
}

/** A filter and all that are within it. */
const everyFilter = (filter: PairFilter): PairFilter[] => [
  filter,
  ...[...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])].flatMap(everyFilter),
]

/** What a filter names, wherever in it. */
export const namesIn = (filter: PairFilter) => {
  const filters = everyFilter(filter)
  const all = (of: 'subset' | 'topic' | 'discrimination') => new Set(filters.flatMap((one) => one[of] ?? []))
  return { subset: all('subset'), topic: all('topic'), discrimination: all('discrimination') }
}

const assertNames = (what: string, names: ReadonlySet<string>, known: readonly string[]): void => {
  const all = new Set(known)
  for (const name of names) if (!all.has(name)) throw new NotFound(what, name, [...all].sort())
}

const assertValues = (
  { name, values }: NonNullable<PairFilter['feature']>,
  { features }: Taxonomy,
  index: number,
): void => {
  const { kind } = features[index]
  const possible = FEATURE_VALUES[kind]
  const impossible = values.find((value) => !possible.includes(value))
  if (impossible === undefined) return
  throw new InvalidInput(
    `feature "${name}" is never ${impossible}: a ${kind} feature is ${possible.slice(0, -1).join(', ')} or ${possible.at(-1)}`,
  )
}

/**
 * That a filter names nothing but what there is: a slice that is empty for a slip of the pen looks like a finding.
 *
 * @throws NotFound for a feature, subset, topic or type of discrimination; InvalidInput for a value that a feature can't have
 */
export const assertKnown = (filter: PairFilter, known: KnownNames): void => {
  const { taxonomy } = known
  for (const { feature } of everyFilter(filter)) {
    if (feature) assertValues(feature, taxonomy, findFeature(taxonomy, feature.name))
  }
  const { subset, topic, discrimination } = namesIn(filter)
  assertNames('subset', subset, known.subsets)
  assertNames('topic', topic, known.topics)
  assertNames('type of discrimination', discrimination, known.discriminations)
}
