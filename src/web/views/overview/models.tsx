import { useQueries } from '../../client/use-queries.ts'
import { count, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { findings, type ModelQuery, model } from '../../generated/documents.ts'
import { ErrorBox } from '../../parts/error-box.tsx'
import { ExportMenu } from '../../parts/export-menu.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'

const TITLE = 'Which model sides with people most?'

/** Models that are asked about one by one: those that are shown elsewhere on the page, then others. */
const MOST = 8

type Alignment = NonNullable<ModelQuery['dataset']>['audit']['alignment']
type Row = { name: string; alignment: Alignment | undefined; finding: string | undefined }

const scoreOf = ({ alignment }: Row): number => alignment?.score ?? -1

const ModelRow = ({ row: { name, alignment, finding } }: { row: Row }) => {
  const { place, href } = usePage()
  const isChosen = name === place.post
  return (
    <tr>
      <th scope="row">
        <a href={href({ post: name })} aria-current={isChosen ? 'true' : undefined}>
          {name}
        </a>
        {finding && <small>{finding}</small>}
      </th>
      <td class="number">
        {share(alignment?.score)}
        <IntervalNote
          bounds={alignment?.confidenceInterval ?? null}
          format={share}
          reason={alignment?.reason && withoutAdvice(alignment.reason)}
        />
      </td>
      <td class="number">{count(alignment?.pairs)}</td>
    </tr>
  )
}

/** Models of the dataset, the best first: a click audits it as the one after training. */
export const Models = () => {
  const { place, dataset, refreshes, href } = usePage()
  const all = dataset.rewardModels.map(({ name }) => name)
  const chosen = [place.pre, place.post].filter((name) => name !== null)
  const names = [...new Set([...chosen, ...all])].slice(0, MOST)
  const variables = names.map((post) => ({ ...auditVariables(place), post }))
  const alignments = useQueries(model, variables, refreshes)
  const found = useQueries(findings, variables, refreshes)
  const rows = names.map((name, at): Row => {
    const audit = found[at]?.data?.dataset?.audit
    return {
      name,
      alignment: alignments[at]?.data?.dataset?.audit.alignment,
      finding: audit?.findings?.find(({ kind }) => kind === 'AMPLIFIED')?.sentence,
    }
  })
  const answers = [...alignments, ...found]
  const errors = new Set(answers.flatMap((answer) => answer?.error ?? []))
  return (
    <section aria-label={TITLE} aria-busy={answers.includes(undefined)}>
      <div class="section-head">
        <h2>{TITLE}</h2>
        <ExportMenu title={TITLE} document={model} variables={variables[0]!} data={rows} files={[]} />
      </div>
      <p class="about">
        Each on the pairs that it has scored, and what it favours or avoids more than people do. Click one to
        see it as the model after training.
      </p>
      {[...errors].map((error) => (
        <ErrorBox key={error} message={error} />
      ))}
      <NumberTable label="Models" columns={['Model', 'Sides with people', 'Pairs']}>
        {rows
          .sort((a, b) => scoreOf(b) - scoreOf(a))
          .map((row) => (
            <ModelRow key={row.name} row={row} />
          ))}
      </NumberTable>
      {all.length > 2 && (
        <p>
          <a href={href({ view: 'models' })}>All {count(all.length)} models on the same pairs</a>
        </p>
      )}
    </section>
  )
}
