import { useState } from 'preact/hooks'
import type { FeatureScope, MeasureScope } from '../generated/documents.ts'
import { ScopeField } from '../parts/scope-field.tsx'
import { FEATURE_SCOPES, MEASURE_SCOPES } from '../slice/scopes.ts'
import { usePage } from '../state/page-context.ts'
import { RangeForm } from './range-form.tsx'
import { fieldsOf, useCondition } from './use-condition.ts'

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

type Named = { name: string; title: string }
type Naming = {
  label: string
  of: readonly Named[]
  selected: string | undefined
  onSelect(name: string): void
}

/** Which of several named things a form is about. */
export const NameField = ({ label, of, selected, onSelect }: Naming) => (
  <label>
    {label}
    <select name="name" value={selected} onChange={(event) => onSelect(event.currentTarget.value)}>
      {of.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  </label>
)

/** Features that labelers know. */
export const FeatureForm = () => {
  const features = usePage().dataset.features.filter(({ source }) => source === 'LABELER')
  const setCondition = useCondition()
  const [selected, setSelected] = useState<string | null>(null)
  const feature = features.find(({ name }) => name === selected) ?? features[0]
  return (
    <form
      onSubmit={(event) => {
        const { name, scope, value } = fieldsOf(event)
        setCondition({ feature: { name: name!, scope: scope as FeatureScope, values: [Number(value)] } })
      }}
    >
      <NameField label="Feature" of={features} selected={feature?.name} onSelect={setSelected} />
      <ScopeField scopes={FEATURE_SCOPES} />
      <label>
        is
        <select name="value">
          <option value="1">1 (yes, positive)</option>
          <option value="0">0 (no, neutral)</option>
          {feature?.kind === 'TERNARY' && <option value="-1">−1 (negative)</option>}
        </select>
      </label>
      <button type="submit">Add</button>
    </form>
  )
}

/** Features that are measured. */
export const MeasureForm = () => {
  const measures = usePage().dataset.features.filter(({ source }) => source !== 'LABELER')
  const setCondition = useCondition()
  const [selected, setSelected] = useState<string | null>(null)
  const measure = measures.find(({ name }) => name === selected) ?? measures[0]
  if (!measure) return null
  return (
    <RangeForm
      title="is"
      unit={measure.kind === 'BOOLEAN' ? '0 or 1' : measure.unit}
      onRange={(range, { name, scope }) =>
        setCondition({ measure: { feature: name!, scope: scope as MeasureScope, ...range } })
      }
    >
      <NameField label="Measure" of={measures} selected={measure.name} onSelect={setSelected} />
      <ScopeField scopes={MEASURE_SCOPES} />
    </RangeForm>
  )
}

export const ShiftForm = () => {
  const setCondition = useCondition()
  return (
    <RangeForm
      title="Reward shift"
      unit="degrees"
      ends={{ min: -180, max: 180 }}
      onRange={(rewardShift) => setCondition({ rewardShift })}
    />
  )
}
