import { useState } from 'preact/hooks'
import { count, pValue, share } from '../../format/numbers.ts'
import { isSignificant } from '../../format/significance.ts'
import { IntervalPlot } from '../../parts/interval-plot.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { TableHead } from '../../parts/number-table.tsx'
import { type Scale, scaleOf } from '../../parts/scale.ts'
import { Scrolling } from '../../parts/scrolling.tsx'
import { SliceLink } from '../../parts/slice-link.tsx'
import { conditionsOf } from '../../slice/conditions.ts'
import { sliceTitle } from '../../slice/slice-by.ts'
import { usePage } from '../../state/page-context.ts'
import { type Leaderboard, type Row, tiersOf } from './conclusion.ts'

/** Rows before the others are asked for. */
const MOST = 20

const COLUMNS = [
  ...['Model', 'Sides with people', 'Behind the best', 'Adjusted p', 'Worst slice', 'Mean over slices'],
] as unknown as readonly [string, ...string[]]

const WorstSlice = ({ row: { worstSlice: slice, worstAlignment } }: { row: Row }) => {
  const { dataset } = usePage()
  if (!slice) return <>–</>
  const conditions = conditionsOf(JSON.parse(slice.where))
  return (
    <>
      {share(worstAlignment?.score)}
      <small>
        <SliceLink conditions={conditions}>
          <span>{sliceTitle(slice.key, conditions[0] ?? {}, dataset)}</span>
        </SliceLink>
      </small>
    </>
  )
}

type Ranked = { row: Row; scale: Scale }

const ModelRow = ({ row, scale }: Ranked) => {
  const { place, href } = usePage()
  const { model, alignment, sliceMean, behindBest } = row
  const { score, confidenceInterval, reason } = alignment
  return (
    <tr>
      <th scope="row">
        <a
          class="name"
          href={href({ view: 'overview', post: model.name })}
          aria-current={model.name === place.post ? 'true' : undefined}
        >
          {model.name}
        </a>
        <IntervalPlot
          term={{ estimate: score, confidenceInterval }}
          scale={scale}
          series="after"
          references={[]}
          isFilled
        />
      </th>
      <td class="number">
        {share(score)}
        <IntervalNote bounds={confidenceInterval} format={share} reason={reason} />
      </td>
      <td class="number">
        {share(behindBest?.difference.estimate)}
        <IntervalNote bounds={behindBest?.difference.confidenceInterval ?? null} format={share} />
      </td>
      <td class={`number ${isSignificant(behindBest ?? {}) ? 'significant' : ''}`}>
        {pValue(behindBest?.adjustedPValue)}
      </td>
      <td class="number">
        <WorstSlice row={row} />
      </td>
      <td class="number">{share(sliceMean)}</td>
    </tr>
  )
}

/** All models, the best first, those of a tier together. */
export const LeaderboardTable = ({ leaderboard }: { leaderboard: Leaderboard }) => {
  const [isOpen, setOpen] = useState(false)
  const { rows } = leaderboard
  const shown = isOpen ? rows : rows.slice(0, MOST)
  const scale = scaleOf(
    rows.map(({ alignment: { score, confidenceInterval } }) => ({ estimate: score, confidenceInterval })),
    [],
  )
  return (
    <>
      <Scrolling label="Leaderboard">
        <table>
          <TableHead columns={COLUMNS} />
          {tiersOf(shown).map(({ tier, rows: members }) => (
            <tbody key={tier}>
              <tr class="group">
                <th scope="rowgroup" colSpan={COLUMNS.length}>
                  Tier {tier}
                </th>
              </tr>
              {members.map((row) => (
                <ModelRow key={row.model.name} row={row} scale={scale} />
              ))}
            </tbody>
          ))}
        </table>
      </Scrolling>
      {rows.length > MOST && (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? `Show the first ${MOST}` : `Show all ${count(rows.length)} models`}
        </button>
      )}
    </>
  )
}
