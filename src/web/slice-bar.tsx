import { describe } from './describe.ts'
import type { DatasetsQuery } from './generated/documents.ts'
import { Narrow } from './narrow.tsx'
import { useHere } from './place.ts'
import { conditionsOf, without } from './slice.ts'

export type Feature = DatasetsQuery['datasets'][number]['features'][number]

/** Which pairs the numbers are about, and how to change that. */
export const SliceBar = ({ features }: { features: Feature[] }) => {
  const { place, href } = useHere()
  const conditions = conditionsOf(place.where)
  return (
    <section class="slice" aria-label="Slice">
      <ul class="conditions">
        {conditions.length === 0 && <li class="whole">The whole dataset. Click a bar to look closer.</li>}
        {conditions.map((condition) => {
          const words = describe(condition)
          return (
            <li key={words}>
              {words}
              <a href={href({ where: without(place.where, [condition]) })} aria-label={`Remove: ${words}`}>
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
      <Narrow features={features} />
    </section>
  )
}
