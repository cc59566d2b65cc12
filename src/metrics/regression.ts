import { InvalidInput } from '../domain/errors.ts'
import { type Interruption, stopIfAborted } from '../domain/interruption.ts'
import { regress } from '../stats/regression.ts'
import { withBootstrap } from './regression-bootstrap.ts'
import { familyOf, type Model } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import { namedResult, type Regressed, type Regression } from './regression-result.ts'

/**
 * Fits a model, and says of each of its terms what the data say.
 *
 * @throws InvalidInput for a penalty on least squares, Cancelled when nobody waits any longer.
 */
export const regression = (
  model: Model,
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
