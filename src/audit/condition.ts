import type { Taxonomy } from '../domain/taxonomy.ts'
import type { Condition } from '../pairs/terms.ts'
import type { About } from './conditions/filter-condition.ts'
import { givenIn, type PairFilter } from './pair-filter.ts'

const written = (filter: PairFilter, about: About): Condition => {
  const each = (filters: readonly PairFilter[]) => filters.map((one) => conditionOf(one, about))
  const { and, or, not } = filter
  const all: Condition[] = [
    ...(and ? each(and) : []),
    ...(or ? [{ any: each(or) }] : []),
    ...(not ? [{ not: conditionOf(not, about) }] : []),
    ...givenIn(filter).map(({ value, condition }) => condition.condition(value, about)),
  ]
  return all.length === 1 ? all[0] : { all }
}

const remembered = new WeakMap<PairFilter, WeakMap<Taxonomy, Map<string, Condition>>>()

/**
 * What a filter means where an audit's models and labeler are meant. The condition of the same filter is the same object each
 * time: of a long filter with something added, only that is looked at.
 *
 * @throws NotFound for a feature that there is not, InvalidInput for a value that a feature can't have
 */
export const conditionOf = (filter: PairFilter, about: About): Condition => {
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
