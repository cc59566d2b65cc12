import type { ComponentChildren } from 'preact'
import { useHere } from './place.ts'
import { type Condition, holds, toggled } from './slice.ts'

type Slicing = { conditions: Condition[]; children: ComponentChildren }

/** A link to the slice with these conditions; where they hold already, to the slice without them. */
export const SlicingLink = ({ conditions, children }: Slicing) => {
  const { place, href } = useHere()
  return (
    <a
      class="slicing"
      href={href({ where: toggled(place.where, conditions) })}
      aria-current={holds(place.where, conditions) ? 'true' : undefined}
    >
      {children}
    </a>
  )
}
