import { FEATURE_SETS } from '../../choices/feature-sets.ts'
import { type Dataset, type Feature, usePage } from '../../state/page-context.ts'

/** The features of a set, by its name. */
export const featuresIn = (dataset: Dataset, set: string): Feature[] => {
  const names = FEATURE_SETS[set]?.featuresOf(dataset)
  return dataset.features.filter(({ name, source, inRegressions }) =>
    names ? names.includes(name) : source === 'LABELER' && inRegressions,
  )
}

/** Which features a figure shows: all where none is chosen. */
export const DrawnFeatures = ({ features }: { features: readonly Feature[] }) => {
  const { place, go } = usePage()
  const toggle = (name: string, isDrawn: boolean) =>
    go({ drawn: isDrawn ? [...place.drawn, name] : place.drawn.filter((one) => one !== name) })
  return (
    <details class="narrow">
      <summary>Features</summary>
      <fieldset class="checks">
        <legend>Show these alone</legend>
        {features.map(({ name, title }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={place.drawn.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
            {title}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
