import { InvalidInput } from '../domain/errors.ts'
import { type Interruption, stopIfAborted } from '../domain/interruption.ts'
import { regress } from '../stats/regression.ts'
import { extentOf, lacking, neededFor } from './lacking.ts'
import type { Asked } from './metric.ts'
import { withBootstrap } from './regression-bootstrap.ts'
import {
  controlColumns,
  type Equation,
  familyOf,
  labelersOf,
  lackOf,
  modelOf,
  type RegressionModel,
} from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import { namedResult, type Regression } from './regression-result.ts'

/**
 * Fits a model, and says of each of its terms what the data say.
 *
 * @throws InvalidInput for a penalty on least squares, Cancelled when nobody waits any longer.
 */
export const regression = (
  model: RegressionModel,
  lack: string | null,
  options: RegressionOptions,
  signal?: Interruption,
): Regression => {
  const { errors, correction, level, maxVif, penalty } = options
  if (penalty === 'FIRTH' && model.method !== 'LOGIT') {
    throw new InvalidInput('options.penalty: FIRTH is of a logit; least squares have no need of it')
  }
  const controls = controlColumns(model)
  const specification = { family: familyOf(model), errors, correction, level, maxVif, penalty, controls }
  const result = regress(model.observed, specification)
  const named = namedResult(model, result, lack, options)
  const whole = withBootstrap(named, model, result, options, () => stopIfAborted(signal))
  return { ...whole, terms: whole.terms.filter((_, index) => !model.terms[index].isControl) }
}

/** Fits an equation on the features that options name. @throws InvalidInput, NotFound for options that can't be used */
export const regressed = async (
  { pairs, signal }: Asked,
  equation: Equation,
  options: RegressionOptions,
): Promise<Regression> => {
  const { outline } = pairs
  assertOptions(options)
  const wanted = wantedFeatures(outline, options, labelersOf(equation))
  const model = await modelOf(pairs, equation, {
    ...wanted,
    ungrouped: options.bootstrap !== null,
    errors: options.errors,
    scale: options.scale,
  })
  const needs = neededFor(equation.needs, wanted.terms, outline.taxonomy)
  const lack = await lackOf(model, async () => lacking(await extentOf(pairs), needs))
  return regression(model, lack, options, signal)
}
