import { tableFile } from '../../client/files.ts'
import { counted } from '../../format/counts.ts'
import { interval, pValue, share } from '../../format/numbers.ts'
import { isSignificant } from '../../format/significance.ts'
import { modelComparison as document, type ModelComparisonQuery } from '../../generated/documents.ts'
import { NumberTable } from '../../parts/number-table.tsx'
import { PairsLink } from '../../parts/pairs-link.tsx'
import { Section } from '../../parts/section.tsx'
import { usePage } from '../../state/page-context.ts'
import { comparedModels } from './compared-models.ts'

type Leaderboard = NonNullable<NonNullable<ModelComparisonQuery['dataset']>['leaderboard']>
type Compared = Leaderboard['comparisons'][number]

type Choosing = { label: string; value: string; names: readonly string[]; onChoose(name: string): void }

const ModelField = ({ label, value, names, onChoose }: Choosing) => (
  <label>
    {label}
    <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  </label>
)

/** What the comparison shows, in plain words. */
const conclusionOf = (compared: Compared, pairs: number): string => {
  const { first, second, difference, adjustedPValue, reason } = compared
  const chance = reason ?? `adjusted p ${pValue(adjustedPValue)}`
  const on = counted(pairs, 'pair')
  if (!isSignificant(compared)) return `${on} can’t tell ${first.name} from ${second.name} (${chance}).`
  const bounds = interval(difference.confidenceInterval, share)
  return `${first.name} sides with people on ${share(difference.estimate)} more of ${on} than ${second.name} (${bounds}; ${chance}).`
}

/** The pairs on which two models differ. In an audit from the second to the first, these are two regimes. */
const Differing = ({ compared }: { compared: Compared }) => {
  const { href } = usePage()
  const [first, second] = [compared.first.name, compared.second.name]
  const rows = [
    { name: first, pairs: compared.onlyFirst, regime: 'BECAME_ALIGNED' as const },
    { name: second, pairs: compared.onlySecond, regime: 'REVERSED_ALIGNMENT' as const },
  ]
  return (
    <>
      <NumberTable label="Pairs on which two models differ" columns={['Sides with people', 'Pairs']}>
        {rows.map(({ name, pairs, regime }) => (
          <tr key={name}>
            <th scope="row">only {name}</th>
            <td class="number">
              <PairsLink
                pairs={pairs}
                title={`only ${name} sides with people`}
                conditions={[{ regime: [regime] }]}
                change={{ pre: second, post: first }}
              />
            </td>
          </tr>
        ))}
      </NumberTable>
      <p>
        <a href={href({ view: 'overview', pre: second, post: first })}>
          Audit {second} as the model before training and {first} as the one after it
        </a>
      </p>
    </>
  )
}

/** Any two models, pair by pair. */
export const Comparison = () => {
  const { place, dataset, go } = usePage()
  const models = comparedModels(dataset, place)
  const names = models ?? dataset.rewardModels.map(({ name }) => name)
  const isThere = (name: string | null): name is string => name !== null && names.includes(name)
  const first = [place.first, place.post].find(isThere) ?? names[0]!
  const second = [place.second, place.pre].find(isThere) ?? names.find((name) => name !== first) ?? first
  const variables = { dataset: place.dataset, models, where: place.where }
  return (
    <Section
      title="Which of two models is better?"
      about="Pair by pair, among all the models that are compared above: on the same pairs, and corrected for as many comparisons."
      document={document}
      variables={{ ...variables, of: [first, second] }}
      files={[tableFile('model-comparisons', variables, 'CSV of all comparisons')]}
      controls={
        <form class="choices" aria-label="Models to compare">
          <ModelField label="Compare" value={first} names={names} onChoose={(first) => go({ first })} />
          <ModelField label="with" value={second} names={names} onChoose={(second) => go({ second })} />
        </form>
      }
    >
      {({ leaderboard }) => {
        const [compared] = leaderboard?.comparisons ?? []
        if (!leaderboard || !compared) return <p>Choose two different models.</p>
        return (
          <>
            <p>{conclusionOf(compared, leaderboard.pairs)}</p>
            <Differing compared={compared} />
          </>
        )
      }}
    </Section>
  )
}
