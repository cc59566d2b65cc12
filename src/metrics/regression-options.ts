import { InvalidInput } from '../domain/errors.ts'
import { allFeatures } from '../domain/measure.ts'
import { findFeature } from '../domain/taxonomy.ts'
import type { Outline } from '../frame/frame.ts'
import type { Index } from '../pairs/terms.ts'
import type { ErrorType } from '../stats/covariance.ts'
import type { Penalty } from '../stats/logit.ts'
import type { Correction } from '../stats/p-adjust.ts'
import { type NamedControls, namedControls } from './controls.ts'

export type BootstrapOptions = { replicates: number; seed: number }

export type RegressionOptions = {
  /** Names; null: every feature that is marked for regression, and where nothing is labeled what is measured of texts. */
  features: readonly string[] | null
  errors: ErrorType
  correction: Correction
  level: number
  maxVif: number | null
  penalty: Penalty
  bootstrap: BootstrapOptions | null
  /** Names of features and attributes that are adjusted for, but are no terms of the result. */
  controls: readonly string[]
  scale: Scale
}

/** STANDARDIZED: rewards and numeric features in their standard deviations. */
export const SCALES = ['RAW', 'STANDARDIZED'] as const
export type Scale = (typeof SCALES)[number]

export const DEFAULT_OPTIONS: RegressionOptions = {
  features: null,
  errors: 'PROMPT',
  correction: 'BONFERRONI',
  level: 0.95,
  maxVif: 5,
  penalty: 'NONE',
  bootstrap: null,
  controls: [],
  scale: 'RAW',
}

export const MAX_REPLICATES = 10_000

/** Options of which some are left out, or null: but for maxVif that is the same. */
export type GivenOptions = { [O in keyof RegressionOptions]?: RegressionOptions[O] | null }

/** Options as they were given, with nothing left out: equal ones are equal as JSON. */
export const optionsOf = (given: GivenOptions | null | undefined): RegressionOptions => {
  const { maxVif, ...others } = given ?? {}
  const kept = Object.entries(others).filter(([, value]) => value !== null && value !== undefined)
  return {
    ...DEFAULT_OPTIONS,
    ...Object.fromEntries(kept),
    maxVif: maxVif === undefined ? DEFAULT_OPTIONS.maxVif : maxVif,
  }
}

/** @throws InvalidInput naming the option that can't be used. */
export const assertOptions = ({ level, maxVif, features, bootstrap }: RegressionOptions): void => {
  if (!(level > 0 && level < 1)) {
    throw new InvalidInput(
      `options.level: ${level} is not between 0 and 1; a confidence level is one such as 0.95`,
    )
  }
  if (maxVif !== null && !(maxVif > 1)) {
    throw new InvalidInput(
      `options.maxVif: ${maxVif} would drop every feature; take one above 1, or null to keep all`,
    )
  }
  if (features?.length === 0) {
    throw new InvalidInput(
      'options.features: name at least one feature, or leave it out for those of the taxonomy',
    )
  }
  if (!bootstrap) return
  const { replicates } = bootstrap
  if (!(Number.isInteger(replicates) && replicates >= 2 && replicates <= MAX_REPLICATES)) {
    throw new InvalidInput(
      `options.bootstrap.replicates: ${replicates}; a whole number from 2 to ${MAX_REPLICATES}`,
    )
  }
}

/** Indices into all features, ascending: those that become terms; and what is only adjusted for. */
export type WantedFeatures = { terms: number[]; controls: NamedControls }

/**
 * The features that a regression is asked for, on labels of some labelers (−1: there is none).
 *
 * @throws NotFound or InvalidInput for a name that the dataset does not have, or has twice, or a control that is a term.
 */
export const wantedFeatures = (
  outline: Outline,
  { features: names, controls }: Pick<RegressionOptions, 'features' | 'controls'>,
  labelers: readonly Index[],
): WantedFeatures => {
  const features = allFeatures(outline)
  const isLabeled = labelers.some((labeler) => labeler >= 0)
  const firstMeasure = outline.taxonomy.features.length
  const isDefault = (index: number) => {
    if (isLabeled || index < firstMeasure) return isLabeled && features[index].inRegressions
    return features[index].inRegressions || outline.measures[index - firstMeasure].source === 'TEXT'
  }

  const indexOf = (name: string) => findFeature({ features }, name)
  const named = names && new Set(names.map(indexOf))
  const terms = features.flatMap((_, index) => ((named ? named.has(index) : isDefault(index)) ? [index] : []))
  const adjusted = namedControls(outline, controls)
  const both = adjusted.features.find((index) => named?.has(index))
  if (both !== undefined)
    throw new InvalidInput(`options.controls: "${features[both].name}" is one of options.features already`)
  return { terms: terms.filter((index) => !adjusted.features.includes(index)), controls: adjusted }
}
