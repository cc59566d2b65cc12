import { count } from '../format/numbers.ts'
import { addConditions, type Condition } from '../slice/conditions.ts'
import { usePage } from '../state/page-context.ts'

type Linked = { pairs: number; title: string; conditions: Condition[] }

/** A number of pairs that links to the list of them. */
export const PairsLink = ({ pairs, title, conditions }: Linked) => {
  const { place, href } = usePage()
  return (
    <a
      href={href({ view: 'pairs', pairs: 'all', where: addConditions(place.where, conditions) })}
      aria-label={`${count(pairs)} pairs: ${title}`}
    >
      {count(pairs)}
    </a>
  )
}
