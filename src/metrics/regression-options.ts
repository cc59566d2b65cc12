import { InvalidInput } from '../domain/errors.ts'
import { findFeature, type Taxonomy } from '../domain/taxonomy.ts'
import type { ErrorType } from '../stats/covariance.ts'
import type { Penalty } from '../stats/logit.ts'
import type { Correction } from '../stats/p-adjust.ts'

export type BootstrapOptions = { replicates: number; seed: number }

export type RegressionOptions = {
  /** Names; null: every feature that the taxonomy marks for regression. */
  features: readonly string[] | null
  errors: ErrorType
  correction: Correction
  level: number
  maxVif: number | null
  penalty: Penalty
  bootstrap: BootstrapOptions | null
}

export const DEFAULT_OPTIONS: RegressionOptions = {
  features: null,
  errors: 'PROMPT',
  correction: 'BONFERRONI',
  level: 0.95,
  maxVif: 5,
  penalty: 'NONE',
  bootstrap: null,
}

export const MAX_REPLICATES = 10_000

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

/**
 * The features that a regression is asked for, as indices in the taxonomy's order.
 *
 * @throws NotFound or InvalidInput for a name that the taxonomy does not have, or has twice.
 */
export const wantedFeatures = (taxonomy: Taxonomy, names: readonly string[] | null): number[] => {
  const named = names && new Set(names.map((name) => findFeature(taxonomy, name)))
  return taxonomy.features.flatMap(({ inRegressions }, index) =>
    (named ? named.has(index) : inRegressions) ? [index] : [],
  )
}
