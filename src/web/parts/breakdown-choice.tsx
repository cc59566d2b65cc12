import type { FeatureScope } from '../generated/documents.ts'
import type { Cutting } from '../slice/slice-by.ts'
import { usePage } from '../state/page-context.ts'
import { ScopeField } from './scope-field.tsx'

type Chosen = {
  label?: string
  cuttings: Record<string, Cutting[]>
  by: string
  scopes: readonly FeatureScope[]
}

/** What the pairs are broken down by. */
export const BreakdownChoice = ({ label = 'Break down by', cuttings, by, scopes }: Chosen) => {
  const { place, go } = usePage()
  return (
    <form class="choices" aria-label="Breakdown">
      <label>
        {label}
        <select value={by} onChange={(event) => go({ by: event.currentTarget.value, of: 'CHOSEN' })}>
          {Object.entries(cuttings).map(
            ([label, group]) =>
              group.length > 0 && (
                <optgroup key={label} label={label}>
                  {group.map(({ by, title }) => (
                    <option key={by} value={by}>
                      {title}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </select>
      </label>
      {scopes.length > 0 && <ScopeField scopes={scopes} value={place.of} onScope={(of) => go({ of })} />}
    </form>
  )
}
