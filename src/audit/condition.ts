import { inSlice } from '../domain/in-slice.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import type { Outline } from '../frame/frame.ts'
import type { Condition } from '../pairs/terms.ts'
import type { About } from './conditions/filter-condition.ts'
import { withDefinitions } from './named-slices.ts'
import { givenIn, type PairFilter } from './pair-filter.ts'
import type { Subject } from './subject.ts'

const named = (slice: string, definition: PairFilter | null | undefined, about: About): Condition => {
  if (!definition) throw new Error(`a filter does not have what its slice "${slice}" stands for`)
  try {
    return { slice, means: written(definition, about) }
  } catch (error) {
    throw inSlice(slice, error)
  }
}

const written = (filter: PairFilter, about: About): Condition => {
  const each = (filters: readonly PairFilter[]) => filters.map((one) => remembering(one, about))
  const { and, or, not, definition } = filter
  const all: Condition[] = [
    ...(and ? each(and) : []),
    ...(or ? [{ any: each(or) }] : []),
    ...(not ? [{ not: remembering(not, about) }] : []),
    ...givenIn(filter).map(({ name, value, condition }) =>
      name === 'slice' ? named(value as string, definition, about) : condition.condition(value, about),
    ),
  ]
  return all.length === 1 ? all[0] : { all }
}

const remembered = new WeakMap<PairFilter, WeakMap<Taxonomy, Map<string, Condition>>>()

const remembering = (filter: PairFilter, about: About): Condition => {
  const { subject, taxonomy } = about
  const ofFilter = remembered.get(filter) ?? new WeakMap<Taxonomy, Map<string, Condition>>()
  remembered.set(filter, ofFilter)
  const ofTaxonomy = ofFilter.get(taxonomy) ?? new Map<string, Condition>()
  ofFilter.set(taxonomy, ofTaxonomy)
  const key = [subject.pre, subject.post, subject.labeler].join()
  const condition = ofTaxonomy.get(key) ?? written(filter, about)
  ofTaxonomy.set(key, condition)
  return condition
}

/**
 * What a filter means where an audit's models and labeler are meant. The condition of the same filter is the same object each
 * time: of a long filter with something added, only that is looked at.
 *
 * @throws NotFound for a feature or a named slice that there is not, InvalidInput for a value that a feature can't have, LimitExceeded
 */
export const conditionOf = (
  filter: PairFilter,
  subject: Subject,
  { taxonomy, slices }: Pick<Outline, 'taxonomy' | 'slices'>,
): Condition => remembering(withDefinitions(filter, slices), { subject, taxonomy })
