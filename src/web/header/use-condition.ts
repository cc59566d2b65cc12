import { type Condition, setConditions } from '../slice/conditions.ts'
import { usePage } from '../state/page-context.ts'

/** Sets a condition of the slice. */
export const useCondition = () => {
  const { place, go } = usePage()
  return (condition: Condition) => go({ where: setConditions(place.where, [condition]) })
}

/** The values of a form's fields, trimmed; null for an empty one. */
export const fieldsOf = (event: SubmitEvent): Record<string, string | null> => {
  event.preventDefault()
  const data = new FormData(event.currentTarget as HTMLFormElement)
  return Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim() || null]))
}
