import { InvalidInput } from '../domain/errors.ts'
import { type Interruption, stopIfAborted } from '../domain/interruption.ts'
import { regress } from '../stats/regression.ts'
import { extentOf, lacking } from './lacking.ts'
import type { Asked } from './metric.ts'
import { withBootstrap } from './regression-bootstrap.ts'
import { type Equation, familyOf, lackOf, modelOf, type RegressionModel } from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import { namedResult, type Regressed, type Regression } from './regression-result.ts'

/**
 * Fits a model, and says of each of its terms what the data say.
 *
 * @throws InvalidInput for a penalty on least squares, Cancelled when nobody waits any longer.
 */
export const regression = (
  model: RegressionModel,
  of: Regressed,
  options: RegressionOptions,
  signal?: Interruption,
): Regression => {
  const { errors, correction, level, maxVif, penalty } = options
  if (penalty === 'FIRTH' && model.method !== 'LOGIT') {
    throw new InvalidInput('options.penalty: FIRTH is of a logit; least squares have no need of it')
  }
  const specification = { family: familyOf(model), errors, correction, level, maxVif, penalty }
  const result = regress(model.observed, specification)
  const named = namedResult(model, result, of, options)
  return withBootstrap(named, model, result, options, () => stopIfAborted(signal))
}

/** Fits an equation on the features that options name. @throws InvalidInput, NotFound for options that can't be used */
export const regressed = async (
  { pairs, signal }: Asked,
  equation: Equation,
  options: RegressionOptions,
): Promise<Regression> => {
  const { taxonomy } = pairs.outline
  assertOptions(options)
  const features = wantedFeatures(taxonomy, options.features)
  const model = await modelOf(pairs, equation, {
    features,
    ungrouped: options.bootstrap !== null,
    errors: options.errors,
  })
  const lack = await lackOf(model, async () => lacking(await extentOf(pairs), equation.needs))
  return regression(model, { taxonomy, lack }, options, signal)
}
