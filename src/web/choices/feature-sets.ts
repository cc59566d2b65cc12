import type { RegressionOptions } from '../generated/documents.ts'
import type { Dataset } from '../state/page-context.ts'

/** Of which features a regression can have terms. `features` null: of those that the taxonomy marks. */
export const FEATURE_SETS: Record<string, { title: string; featuresOf(dataset: Dataset): string[] | null }> =
  {
    labels: { title: 'Labels', featuresOf: () => null },
    measures: {
      title: 'Measures',
      featuresOf: ({ features }) =>
        features.filter(({ source }) => source !== 'LABELER').map(({ name }) => name),
    },
    both: {
      title: 'Labels and measures',
      featuresOf: ({ features }) =>
        features
          .filter(({ source, inRegressions }) => source !== 'LABELER' || inRegressions)
          .map(({ name }) => name),
    },
  }

/** Which of them a dataset has: the first one is meant where none is named. */
export const featureSetsOf = ({ labelers, features }: Dataset): string[] => {
  const isMeasured = features.some(({ source }) => source !== 'LABELER')
  if (!isMeasured) return ['labels']
  return labelers.length > 0 ? ['labels', 'measures', 'both'] : ['measures']
}

export const optionsOf = (dataset: Dataset, set: string): RegressionOptions | null => {
  const features = FEATURE_SETS[set]?.featuresOf(dataset)
  return features ? { features } : null
}
