import { count } from './format.ts'
import { useHere } from './place.ts'
import { type Condition, narrowed } from './slice.ts'

/** A number of pairs that leads to the pairs. */
export const PairsLink = ({
  pairs,
  of,
  conditions,
}: {
  pairs: number
  of: string
  conditions: Condition[]
}) => {
  const { place, href } = useHere()
  return (
    <a
      href={href({ view: 'pairs', pairs: 'all', where: narrowed(place.where, conditions) })}
      aria-label={`${count(pairs)} pairs: ${of}`}
    >
      {count(pairs)}
    </a>
  )
}
