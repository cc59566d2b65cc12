import { Missing } from '../../parts/missing.tsx'
import { usePage } from '../../state/page-context.ts'
import { Comparison } from './comparison.tsx'
import { Leaderboard } from './leaderboard.tsx'
import { chosenSeries, seriesOf } from './series.ts'
import { StepsFigure } from './steps-figure.tsx'
import { Trajectory } from './trajectory.tsx'

const FEWEST = 3

/** All models of a dataset: which is the best, and how training went. */
export const Models = () => {
  const { place, dataset } = usePage()
  const runs = seriesOf(dataset)
  const current = chosenSeries(runs, place.series, place.post)
  const isRanked = dataset.rewardModels.length >= FEWEST
  return (
    <>
      {isRanked && <Leaderboard />}
      {isRanked && <Comparison />}
      {current && <Trajectory runs={runs} current={current} />}
      {current && <StepsFigure models={current.models} />}
      {!(isRanked && current) && (
        <section aria-label="More models">
          <Missing
            needs={[...(isRanked ? [] : ['MODELS' as const]), ...(current ? [] : ['CHECKPOINTS' as const])]}
          />
        </section>
      )}
    </>
  )
}
