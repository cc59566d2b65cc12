import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { rounded } from '../format/numbers.ts'
import { fieldsOf } from './use-condition.ts'

type Range = { gte?: number; lte?: number }

type Ranged = {
  /** What is in the range. */
  title: string
  unit?: string | null
  /** The least and the greatest that there is. */
  ends?: { min: number; max: number } | null
  /** Fields before those of the range. */
  children?: ComponentChildren
  /** A range with an end at least, and all fields. */
  onRange(range: Range, fields: Record<string, string | null>): void
}

/** A form for a range. */
export const RangeForm = ({ title, unit, ends, children, onRange }: Ranged) => {
  const [error, setError] = useState<string | null>(null)
  const submit = (event: SubmitEvent) => {
    const fields = fieldsOf(event)
    const range: Range = {
      ...(fields.gte ? { gte: Number(fields.gte) } : {}),
      ...(fields.lte ? { lte: Number(fields.lte) } : {}),
    }
    const { gte = -Infinity, lte = Infinity } = range
    setError(gte > lte ? `Nothing is at least ${gte} and at most ${lte}: swap them.` : null)
    if (Object.keys(range).length > 0 && gte <= lte) onRange(range, fields)
  }
  return (
    <form onSubmit={submit}>
      {children}
      <label>
        {title} from
        <input
          name="gte"
          type="number"
          step="any"
          placeholder={ends ? `${rounded(ends.min)}` : ''}
          {...ends}
        />
      </label>
      <label>
        to{unit && ` (${unit})`}
        <input
          name="lte"
          type="number"
          step="any"
          placeholder={ends ? `${rounded(ends.max)}` : ''}
          {...ends}
        />
      </label>
      <button type="submit">Add</button>
      {error && <p role="alert">{error}</p>}
    </form>
  )
}
