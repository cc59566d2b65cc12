import { meanEstimate } from '../../metrics/mean.ts'
import type { Judging } from '../judging.ts'
import type { Measured } from '../measured.ts'
import type { Resolved } from '../resolved.ts'

/** The mean reward shift in degrees, errors clustered by prompt. R: `vcovCL(lm(theta ~ 1), cluster = prompt, type = 'HC1')` */
export const meanShift = async (
  { slice, options: { level } }: Resolved,
  { ask }: Judging,
): Promise<Measured> => {
  const shift = await ask(slice, 'rewardShift', { regime: null, preference: null, centred: false })
  const { mean, standardError, tTest: test, pairs, reason } = shift
  return {
    estimate: mean,
    standardError,
    reference: { degreesOfFreedom: test?.degreesOfFreedom ?? 0 },
    counted: null,
    interval: meanEstimate({ mean, standardError, test }, level).confidenceInterval,
    pairs,
    reason: test ? null : reason,
    warnings: [],
  }
}
