import type { DatasetChoice } from './page.tsx'
import { type Place, useHere } from './place.ts'

type Choosing = {
  label: string
  value: string | null
  /** Null: the dataset's own, which the answers name. */
  names: (string | null)[]
  change(name: string | null): Partial<Place>
}

const Choice = ({ label, value, names, change }: Choosing) => {
  const { go } = useHere()
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={(event) => go(change(event.currentTarget.value || null))}>
        {names.map((name) => (
          <option key={name} value={name ?? ''}>
            {name ?? 'default'}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Dataset, models and labeler. */
export const Choices = ({ datasets, dataset }: { datasets: DatasetChoice[]; dataset: DatasetChoice }) => {
  const { place } = useHere()
  const models = [null, ...dataset.rewardModels.map(({ name }) => name)]
  const labelers = [null, ...dataset.labelers.map(({ name }) => name)]
  // What belongs to one dataset is not known in another.
  const elsewhere = { pre: null, post: null, labeler: null, where: null }
  return (
    <form class="choices" aria-label="What is audited">
      <Choice
        label="Dataset"
        value={dataset.name}
        names={datasets.map(({ name }) => name)}
        change={(name) => ({ ...elsewhere, dataset: name })}
      />
      <Choice label="Model before" value={place.pre} names={models} change={(pre) => ({ pre })} />
      <Choice label="Model after" value={place.post} names={models} change={(post) => ({ post })} />
      <Choice label="Labeler" value={place.labeler} names={labelers} change={(labeler) => ({ labeler })} />
    </form>
  )
}
