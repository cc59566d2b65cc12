import { Missing } from '../../parts/missing.tsx'
import { usePage } from '../../state/page-context.ts'
import { chosenSeries, seriesOf } from './series.ts'
import { Trajectory } from './trajectory.tsx'

/** How training went. */
export const Models = () => {
  const { place, dataset } = usePage()
  const runs = seriesOf(dataset)
  const current = chosenSeries(runs, place.series, place.post)
  if (current) return <Trajectory runs={runs} current={current} />
  return (
    <section aria-label="More models">
      <Missing needs={['CHECKPOINTS']} />
    </section>
  )
}
