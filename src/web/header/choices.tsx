import { type Dataset, usePage } from '../state/page-context.ts'
import type { Place } from '../state/place.ts'

type Selection = {
  label: string
  value: string | null
  names: string[]
  change(name: string): Partial<Place>
}

const Choice = ({ label, value, names, change }: Selection) => {
  const { go } = usePage()
  return (
    <label>
      {label}
      <select
        value={value ?? ''}
        disabled={names.length === 0}
        onChange={(event) => go(change(event.currentTarget.value))}
      >
        {value === null && <option value="">none</option>}
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}

/** What of one dataset another one does not have. */
const DATASET_DEFAULTS: Partial<Place> = {
  pre: null,
  post: null,
  labeler: null,
  where: null,
  by: null,
  of: 'CHOSEN',
  features: null,
  first: null,
  second: null,
  without: [],
  series: null,
}

/** The dataset, its models and the labeler that are audited. */
export const Choices = ({ datasets }: { datasets: Dataset[] }) => {
  const { place, dataset } = usePage()
  const models = dataset.rewardModels.map(({ name }) => name)
  const labelers = dataset.labelers.map(({ name }) => name)
  return (
    <form class="choices" aria-label="What is audited">
      <Choice
        label="Dataset"
        value={dataset.name}
        names={datasets.map(({ name }) => name)}
        change={(name) => ({ ...DATASET_DEFAULTS, dataset: name })}
      />
      <Choice label="Model before" value={place.pre} names={models} change={(pre) => ({ pre })} />
      <Choice label="Model after" value={place.post} names={models} change={(post) => ({ post })} />
      <Choice label="Labeler" value={place.labeler} names={labelers} change={(labeler) => ({ labeler })} />
    </form>
  )
}
