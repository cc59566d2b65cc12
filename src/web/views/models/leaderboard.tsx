import { figureFiles, tableFile } from '../../client/files.ts'
import { counted } from '../../format/counts.ts'
import { count } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { leaderboard as document } from '../../generated/documents.ts'
import { BreakdownChoice } from '../../parts/breakdown-choice.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { isByRewards } from '../../slice/conditions.ts'
import { cuttingsOf, defaultBy, sliceBy } from '../../slice/slice-by.ts'
import { usePage } from '../../state/page-context.ts'
import { comparedModels } from './compared-models.ts'
import { conclusionOf, type Row } from './conclusion.ts'
import { LeaderboardTable } from './leaderboard-table.tsx'

/** Which model has scored the fewest pairs, where others have scored more: all are compared on its pairs alone. */
const FewestScored = ({ rows }: { rows: readonly Row[] }) => {
  const { place, href } = usePage()
  const scored = rows.map((row) => row.scored)
  const [fewest, most] = [Math.min(...scored), Math.max(...scored)]
  const row = rows.find((one) => one.scored === fewest)
  if (!row || fewest === most) return null
  const { name } = row.model
  return (
    <p class="about">
      {name} has scored {counted(fewest, 'pair')}, others up to {count(most)}: all are compared on pairs that
      it has scored, too. <a href={href({ without: [...place.without, name] })}>Leave it out</a>
    </p>
  )
}

/** Every model on the same pairs, and which of them the pairs can tell apart. */
export const Leaderboard = () => {
  const { place, dataset, href } = usePage()
  const { without, where } = place
  const by = place.by ?? defaultBy(dataset)
  const compared = { dataset: place.dataset, models: comparedModels(dataset, place), where }
  const variables = { ...compared, by: [sliceBy(by, place.of)] }
  return (
    <Section
      title="Which model sides with people most?"
      about="All on the same pairs: those that every one of them has scored. Two models are in one tier where these pairs can’t tell them apart from its first; every comparison is tested on the pairs on which two models differ, and corrected for there being so many."
      document={document}
      variables={variables}
      files={[tableFile('leaderboard', variables), ...figureFiles('LEADERBOARD', compared)]}
    >
      {({ leaderboard, ...kept }) => {
        if (!leaderboard) return null
        const cuttings = cuttingsOf(dataset, kept)
        const scopes =
          Object.values(cuttings)
            .flat()
            .find((one) => one.by === by)?.scopes ?? []
        const { reason } = leaderboard
        return (
          <>
            {reason ? (
              <EmptyReason reason={withoutAdvice(reason)} />
            ) : (
              <p class="conclusion">{conclusionOf(leaderboard)}</p>
            )}
            {isByRewards(where) && (
              <p class="about">
                The slice is by rewards: here by those of the dataset’s own models, whichever are chosen
                above.
              </p>
            )}
            {without.length > 0 && (
              <p class="about">
                Without {counted(without.length, 'model')}: {without.join(', ')}.{' '}
                <a href={href({ without: [] })}>Show all models</a>
              </p>
            )}
            <FewestScored rows={leaderboard.rows} />
            <BreakdownChoice label="Slices by" cuttings={cuttings} by={by} scopes={scopes} />
            {!reason && <LeaderboardTable leaderboard={leaderboard} />}
          </>
        )
      }}
    </Section>
  )
}
