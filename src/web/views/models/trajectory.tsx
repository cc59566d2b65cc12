import { tableFile } from '../../client/files.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { trajectory as document, type TrajectoryBaseline } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { isByRewards } from '../../slice/conditions.ts'
import { usePage } from '../../state/page-context.ts'
import type { Series } from './series.ts'
import { TrajectoryTable } from './trajectory-table.tsx'

const BASELINES: Record<TrajectoryBaseline, string> = {
  PREVIOUS: 'Against the one before',
  FIRST: 'Against the first',
}

type Shown = { runs: readonly Series[]; current: Series }

const RunTabs = ({ runs, current }: Shown) => {
  const { href } = usePage()
  const named = runs.filter(({ name }) => name !== null)
  if (named.length < 2) return null
  return (
    <Tabs
      label="Training runs"
      titles={Object.fromEntries(named.map(({ name }) => [name, name!]))}
      current={current.name ?? ''}
      href={(series) => href({ series })}
    />
  )
}

/** How the checkpoints of a training run went. */
export const Trajectory = ({ runs, current }: Shown) => {
  const { place, href } = usePage()
  const { against, where, labeler } = place
  const variables = { dataset: place.dataset, models: current.models, against, where, labeler }
  return (
    <Section
      title="How did training go?"
      about="The checkpoints of a training run by step, each compared with the one before it or with the first. A checkpoint leads to what training changed up to it. Filled marks: the share is another one than that of the compared (p below 0.05, not corrected)."
      document={document}
      variables={variables}
      files={[tableFile('trajectory', variables)]}
      controls={
        <>
          <RunTabs runs={runs} current={current} />
          <Tabs
            label="What checkpoints are compared with"
            titles={BASELINES}
            current={against}
            href={(against) => href({ against: against as TrajectoryBaseline })}
          />
        </>
      }
    >
      {({ trajectory }) => {
        if (!trajectory) return null
        const reasons = trajectory.map(({ audit }) => audit.alignment?.reason)
        if (reasons.every((reason) => reason)) return <EmptyReason reason={withoutAdvice(reasons[0] ?? '')} />
        return (
          <>
            {isByRewards(where) && (
              <p class="about">The slice is by rewards: here by those of each checkpoint’s own audit.</p>
            )}
            <TrajectoryTable points={trajectory} />
          </>
        )
      }}
    </Section>
  )
}
