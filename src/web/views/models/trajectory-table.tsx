import { count, estimate, pValue, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { isSignificant } from '../../format/significance.ts'
import type { TrajectoryQuery } from '../../generated/documents.ts'
import { IntervalPlot } from '../../parts/interval-plot.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { type Scale, scaleOf } from '../../parts/scale.ts'
import { usePage } from '../../state/page-context.ts'

type Point = NonNullable<NonNullable<TrajectoryQuery['dataset']>['trajectory']>[number]

const COLUMNS = ['Checkpoint', 'Step', 'Sides with people', 'p', 'Mean change of margin', 'Pairs'] as const

const scoreOf = ({ audit: { alignment } }: Point) => ({
  estimate: alignment?.score ?? null,
  confidenceInterval: alignment?.confidenceInterval ?? null,
})

const Row = ({ point, scale }: { point: Point; scale: Scale }) => {
  const { place, href } = usePage()
  const { step, model, audit } = point
  const { pre, alignment, alignmentChange, marginChange } = audit
  const isShown = model.name === place.post && (pre === null || pre.name === place.pre)
  const isChange = isSignificant({ adjustedPValue: alignmentChange?.pValue ?? null })
  return (
    <tr>
      <th scope="row">
        <a
          class="name"
          href={href({ view: 'overview', pre: pre?.name ?? place.pre, post: model.name })}
          aria-current={isShown ? 'true' : undefined}
        >
          {model.name}
        </a>
        <IntervalPlot
          term={scoreOf(point)}
          scale={scale}
          series="after"
          references={[]}
          isFilled={isChange}
        />
      </th>
      <td class="number">{count(step)}</td>
      <td class="number">
        {share(alignment?.score)}
        <IntervalNote
          bounds={alignment?.confidenceInterval ?? null}
          format={share}
          reason={alignment?.reason && withoutAdvice(alignment.reason)}
        />
      </td>
      <td class={`number ${isChange ? 'significant' : ''}`}>{pValue(alignmentChange?.pValue)}</td>
      <td class="number">
        {estimate(marginChange?.mean.estimate)}
        <IntervalNote bounds={marginChange?.mean.confidenceInterval ?? null} format={estimate} />
      </td>
      <td class="number">{count(alignment?.pairs)}</td>
    </tr>
  )
}

/** A row for each checkpoint, which leads to its audit. */
export const TrajectoryTable = ({ points }: { points: readonly Point[] }) => {
  const scale = scaleOf(points.map(scoreOf), [])
  return (
    <NumberTable label="Checkpoints" columns={COLUMNS}>
      {points.map((point) => (
        <Row key={point.model.name} point={point} scale={scale} />
      ))}
    </NumberTable>
  )
}
