import { useState } from 'preact/hooks'
import { conditionsOf, removeConditions } from '../slice/conditions.ts'
import { describeFilter } from '../slice/description.ts'
import { usePage } from '../state/page-context.ts'
import { AttributeForms } from './attribute-forms.tsx'
import { FeatureForm, MeasureForm, ShiftForm, TextForm } from './condition-forms.tsx'
import { FilterForm } from './filter-form.tsx'
import { NamedSlices } from './named-slices.tsx'
import { SaveSlice } from './save-slice.tsx'

/** The conditions of the slice, and ways to change them. */
export const SliceBar = () => {
  const { place, dataset, href } = usePage()
  const [open, setOpen] = useState(false)
  const conditions = conditionsOf(place.where)
  return (
    <section class="slice" aria-label="Slice">
      <ul class="conditions">
        {conditions.length === 0 && <li class="whole">The whole dataset</li>}
        {conditions.map((condition) => {
          const words = describeFilter(condition)
          return (
            <li key={JSON.stringify(condition)}>
              {words}
              <a
                href={href({ where: removeConditions(place.where, [condition]) })}
                aria-label={`Remove: ${words}`}
              >
                ×
              </a>
            </li>
          )
        })}
        {conditions.length > 1 && (
          <li class="whole">
            <a href={href({ where: null })}>Remove all</a>
          </li>
        )}
      </ul>
      <NamedSlices />
      <details class="narrow" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Narrow down by typing</summary>
        <TextForm />
        {dataset.labelers.length > 0 && <FeatureForm />}
        <MeasureForm />
        <ShiftForm />
        {open && <AttributeForms />}
        <FilterForm />
        <SaveSlice />
      </details>
    </section>
  )
}
