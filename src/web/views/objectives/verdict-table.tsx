import { count, estimate, pValue, share } from '../../format/numbers.ts'
import { IntervalPlot } from '../../parts/interval-plot.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { scaleOf } from '../../parts/scale.ts'
import { usePage } from '../../state/page-context.ts'
import { boundsOf, isShare, objectiveOf, placeOf, type Verdict } from './asked.ts'
import { OUTCOMES, worstFirst } from './outcomes.ts'

const COLUMNS = ['Objective', 'Verdict', 'Number', 'Adjusted p', 'Could have shown', 'Pairs'] as const

const Row = ({ verdict }: { verdict: Verdict }) => {
  const { href } = usePage()
  const { name, outcome, message, adjustedPValue, oppositePValue, detectable, pairs } = verdict
  const { estimate: value, confidenceInterval: bounds } = verdict.estimate
  const objective = objectiveOf(verdict)
  const references = boundsOf(objective)
  const term = { estimate: value, confidenceInterval: bounds }
  const format = isShare(objective) ? share : estimate
  const { mark, words } = OUTCOMES[outcome]
  return (
    <tr class={outcome.toLowerCase()}>
      <th scope="row">
        <a class="name" href={href(placeOf(objective))}>
          {name}
        </a>
        <IntervalPlot
          term={term}
          scale={scaleOf([term], references)}
          series="after"
          references={references}
          isFilled={outcome !== 'INCONCLUSIVE'}
        />
        <small>{message}</small>
        {verdict.warnings.map((warning) => (
          <small key={warning}>{warning}</small>
        ))}
      </th>
      <td class="number verdict">
        <span aria-hidden="true">{mark}</span> {words}
        <small>asked: {verdict.asked}</small>
      </td>
      <td class="number">
        {format(value)}
        <IntervalNote bounds={bounds} format={format} />
      </td>
      <td class="number">{pValue(outcome === 'FAIL' ? oppositePValue : adjustedPValue)}</td>
      <td class="number">{detectable === null ? '–' : `± ${format(detectable)}`}</td>
      <td class="number">{count(pairs)}</td>
    </tr>
  )
}

/** Objectives with what became of them, the failing first. */
export const VerdictTable = ({ verdicts }: { verdicts: readonly Verdict[] }) => (
  <NumberTable label="Objectives" columns={COLUMNS}>
    {worstFirst(verdicts).map((verdict) => (
      <Row key={verdict.name} verdict={verdict} />
    ))}
  </NumberTable>
)
