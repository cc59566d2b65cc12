import { count } from '../format/numbers.ts'
import { addConditions, type Condition } from '../slice/conditions.ts'
import { usePage } from '../state/page-context.ts'
import type { Place } from '../state/place.ts'

type Linked = {
  pairs: number
  title: string
  conditions: Condition[]
  /** Of the place besides: other models. */
  change?: Partial<Place>
}

/** A number of pairs that links to the list of them. */
export const PairsLink = ({ pairs, title, conditions, change = {} }: Linked) => {
  const { place, href } = usePage()
  return (
    <a
      href={href({ view: 'pairs', pairs: 'all', where: addConditions(place.where, conditions), ...change })}
      aria-label={`${count(pairs)} pairs: ${title}`}
    >
      {count(pairs)}
    </a>
  )
}
