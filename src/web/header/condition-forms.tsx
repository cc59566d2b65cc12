import { useState } from 'preact/hooks'
import type { FeatureScope } from '../generated/documents.ts'
import { type Condition, setConditions } from '../slice/conditions.ts'
import { usePage } from '../state/page-context.ts'

/** Sets a condition of the slice. */
const useCondition = () => {
  const { place, go } = usePage()
  return (condition: Condition) => go({ where: setConditions(place.where, [condition]) })
}

/** The values of a form's fields, trimmed; null for an empty one. */
const fieldsOf = (event: SubmitEvent): Record<string, string | null> => {
  event.preventDefault()
  const data = new FormData(event.currentTarget as HTMLFormElement)
  return Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim() || null]))
}

const bounds = ({ gte, lte }: Record<string, string | null>) => ({
  ...(gte ? { gte: Number(gte) } : {}),
  ...(lte ? { lte: Number(lte) } : {}),
})

export const TextForm = () => {
  const setCondition = useCondition()
  return (
    <form
      onSubmit={(event) => {
        const { text } = fieldsOf(event)
        if (text) setCondition({ text })
      }}
    >
      <label>
        Text contains
        <input name="text" type="search" required />
      </label>
      <button type="submit">Add</button>
    </form>
  )
}

export const FeatureForm = () => {
  const { features } = usePage().dataset
  const setCondition = useCondition()
  const [selected, setSelected] = useState(features[0]?.name)
  const isTernary = (features.find(({ name }) => name === selected) ?? features[0])?.kind === 'TERNARY'
  return (
    <form
      onSubmit={(event) => {
        const { name, scope, value } = fieldsOf(event)
        setCondition({ feature: { name: name!, scope: scope as FeatureScope, values: [Number(value)] } })
      }}
    >
      <label>
        Feature
        <select name="name" onChange={(event) => setSelected(event.currentTarget.value)}>
          {features.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        of
        <select name="scope">
          <option value="CHOSEN">the chosen entry</option>
          <option value="REJECTED">the rejected entry</option>
          <option value="EITHER">either entry</option>
          <option value="BOTH">both entries</option>
        </select>
      </label>
      <label>
        is
        <select name="value">
          <option value="1">1 (yes, positive)</option>
          <option value="0">0 (no, neutral)</option>
          {isTernary && <option value="-1">−1 (negative)</option>}
        </select>
      </label>
      <button type="submit">Add</button>
    </form>
  )
}

export const ShiftForm = () => {
  const setCondition = useCondition()
  const [error, setError] = useState<string | null>(null)
  return (
    <form
      onSubmit={(event) => {
        const rewardShift: { gte?: number; lte?: number } = bounds(fieldsOf(event))
        const { gte = -180, lte = 180 } = rewardShift
        setError(gte > lte ? `No shift is at least ${gte}° and at most ${lte}°: swap them.` : null)
        if (Object.keys(rewardShift).length > 0 && gte <= lte) setCondition({ rewardShift })
      }}
    >
      <label>
        Reward shift from
        <input name="gte" type="number" step="any" min="-180" max="180" />
      </label>
      <label>
        to (degrees)
        <input name="lte" type="number" step="any" min="-180" max="180" />
      </label>
      <button type="submit">Add</button>
      {error && <p role="alert">{error}</p>}
    </form>
  )
}
