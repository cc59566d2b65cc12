import type { Interruption } from '../domain/interruption.ts'
import type { Slice } from '../frame/slice.ts'
import { bothEntriesModel } from './both-entries.ts'
import { BOTH_MODELS, extentOf, lacking, type Need } from './lacking.ts'
import { regression } from './regression.ts'
import type { Model } from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

export const SHIFT_IMPRINT_NEEDS: readonly Need[] = [...BOTH_MODELS, 'LABELS']

/** Equation 2: the reward shift in degrees on the features of both entries. R: `lm(theta ~ Xc + Xr)`. */
export const shiftImprintModel = (slice: Slice, features: readonly number[]): Model =>
  bothEntriesModel(slice, features, 'OLS', slice.view.shift)

/** What training did to the rewards of which features. @throws InvalidInput, NotFound for options that can't be used */
export const shiftImprints = (
  slice: Slice,
  { options }: { options: RegressionOptions },
  signal?: Interruption,
): Regression => {
  const { taxonomy } = slice.view.frame
  assertOptions(options)
  const model = shiftImprintModel(slice, wantedFeatures(taxonomy, options.features))
  const lack = lacking(extentOf(slice), SHIFT_IMPRINT_NEEDS)
  return regression(model, { taxonomy, lack }, options, signal)
}
