import { Tabs } from '../parts/tabs.tsx'
import { type Dataset, usePage } from '../state/page-context.ts'
import type { Place } from '../state/place.ts'
import { FEATURE_SETS, featureSetsOf } from './feature-sets.ts'

/** The features that are chosen, by the name of their set. */
export const featureSetOf = (dataset: Dataset, { features }: Place): string => {
  const sets = featureSetsOf(dataset)
  return sets.find((one) => one === features) ?? sets[0]!
}

/** Of which features numbers are, where there is a choice. */
export const FeatureSetTabs = () => {
  const { place, href, dataset } = usePage()
  const sets = featureSetsOf(dataset)
  if (sets.length === 1) return null
  return (
    <Tabs
      label="Features"
      titles={Object.fromEntries(sets.map((one) => [one, FEATURE_SETS[one]!.title]))}
      current={featureSetOf(dataset, place)}
      href={(features) => href({ features })}
    />
  )
}
