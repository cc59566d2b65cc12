import { useState } from 'preact/hooks'
import { useQuery } from '../client/use-query.ts'
import { clipped } from '../format/clipped.ts'
import { count } from '../format/numbers.ts'
import { type AttributesQuery, attributes as document, type FeatureScope } from '../generated/documents.ts'
import { ErrorBox } from '../parts/error-box.tsx'
import { ScopeField } from '../parts/scope-field.tsx'
import { FEATURE_SCOPES } from '../slice/scopes.ts'
import { usePage } from '../state/page-context.ts'
import { NameField } from './condition-forms.tsx'
import { RangeForm } from './range-form.tsx'
import { fieldsOf, useCondition } from './use-condition.ts'

type Attribute = NonNullable<AttributesQuery['dataset']>['attributes'][number]

const AttributeForm = ({ attributes }: { attributes: Attribute[] }) => {
  const setCondition = useCondition()
  const [selected, setSelected] = useState<string | null>(null)
  const attribute = attributes.find(({ name }) => name === selected) ?? attributes[0]
  if (!attribute) return null
  const { kind, scope: of, values, summary } = attribute
  const setAttribute = ({ name, scope }: Record<string, string | null>, value: object) =>
    setCondition({ attribute: { name: name!, scope: (scope ?? 'EITHER') as FeatureScope, ...value } })
  const fields = (
    <>
      <NameField
        label="Attribute"
        of={attributes.map(({ name }) => ({ name, title: clipped(name) }))}
        selected={attribute.name}
        onSelect={setSelected}
      />
      {of === 'ENTRY' && <ScopeField scopes={FEATURE_SCOPES} />}
    </>
  )
  if (kind === 'NUMBER') {
    const { min, max } = summary ?? {}
    const ends = min == null || max == null ? null : { min, max }
    return (
      <RangeForm title="is" ends={ends} onRange={(range, fields) => setAttribute(fields, range)}>
        {fields}
      </RangeForm>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        const { value, ...fields } = fieldsOf(event)
        setAttribute(fields, JSON.parse(value!))
      }}
    >
      {fields}
      <label>
        is
        <select name="value">
          {values.map(({ value, count: times }) => (
            <option key={value} value={JSON.stringify({ in: [value] })}>
              {clipped(value)} ({count(times)})
            </option>
          ))}
          <option value='{"isNull":true}'>unknown</option>
        </select>
      </label>
      <button type="submit">Add</button>
    </form>
  )
}

const TieForm = () => {
  const setCondition = useCondition()
  return (
    <form
      onSubmit={(event) => {
        setCondition({ tie: fieldsOf(event).tie === 'true' })
      }}
    >
      <label>
        Ties
        <select name="tie">
          <option value="false">without them</option>
          <option value="true">alone</option>
        </select>
      </label>
      <button type="submit">Add</button>
    </form>
  )
}

/** For what came with the dataset: what there is of it is asked for when the forms are shown. */
export const AttributeForms = () => {
  const { place, refreshes } = usePage()
  const { data, error } = useQuery(document, { dataset: place.dataset }, refreshes)
  const { attributes = [], audit } = data?.dataset ?? {}
  return (
    <>
      {error && <ErrorBox message={error} />}
      <AttributeForm attributes={attributes} />
      {(audit?.coverage?.ties ?? 0) > 0 && <TieForm />}
    </>
  )
}
