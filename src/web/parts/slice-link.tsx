import type { ComponentChildren } from 'preact'
import { type Condition, hasConditions, toggleConditions } from '../slice/conditions.ts'
import { usePage } from '../state/page-context.ts'

/** A link that sets conditions of the slice; where it has them already, one that removes them. */
export const SliceLink = ({
  conditions,
  children,
}: {
  conditions: Condition[]
  children: ComponentChildren
}) => {
  const { place, href } = usePage()
  return (
    <a
      class="slicing"
      href={href({ where: toggleConditions(place.where, conditions) })}
      aria-current={hasConditions(place.where, conditions) ? 'true' : undefined}
    >
      {children}
    </a>
  )
}
