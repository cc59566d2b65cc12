import { useQuery } from '../client/use-query.ts'
import { namedSlices as document } from '../generated/documents.ts'
import { ErrorBox } from '../parts/error-box.tsx'
import { conditionsOf, removeConditions } from '../slice/conditions.ts'
import { describeFilter } from '../slice/description.ts'
import { parseFilter } from '../slice/parse-filter.ts'
import { usePage } from '../state/page-context.ts'
import { useCondition } from './use-condition.ts'

/** A choice of the slices that are kept with the dataset; nothing where it has none. */
export const NamedSlices = () => {
  const { place, refreshes, go } = usePage()
  const setCondition = useCondition()
  const { data, error } = useQuery(document, { dataset: place.dataset }, refreshes)
  const all = data?.dataset?.namedSlices ?? []
  const condition = conditionsOf(place.where).find(({ slice }) => slice != null)
  const chosen = all.find(({ name }) => name === condition?.slice)
  const choose = (name: string) => {
    if (name !== '') setCondition({ slice: name })
    else if (condition) go({ where: removeConditions(place.where, [condition]) })
  }
  if (error) return <ErrorBox message={error} />
  if (all.length === 0) return null
  const where = chosen && parseFilter(chosen.where)
  return (
    <form class="choices" aria-label="Named slices">
      <label>
        Named slice
        <select value={chosen?.name ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">none</option>
          {all.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {chosen && (
        <p class="about">
          {chosen.description && `${chosen.description} `}
          <small>{where ? describeFilter(where) : 'all pairs'}</small>
        </p>
      )}
    </form>
  )
}
