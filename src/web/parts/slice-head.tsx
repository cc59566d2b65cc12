import type { Condition } from '../slice/conditions.ts'
import { SliceLink } from './slice-link.tsx'

type Head = { title: string; share: number | null; tone?: string; conditions: Condition[] }

/** The head of a row about a slice: a link to it, and a share as a bar, whose number is in a cell of the row. */
export const SliceHead = ({ title, share, tone = '', conditions }: Head) => (
  <th scope="row">
    <SliceLink conditions={conditions}>
      <span>{title}</span>
      <span class={`bar ${tone}`} aria-hidden="true">
        <span style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
    </SliceLink>
  </th>
)
