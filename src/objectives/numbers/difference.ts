import { decidedMean } from '../../audit/decided.ts'
import type { Slice } from '../../audit/scope.ts'
import type { MeanOf } from '../../metrics/mean-difference.ts'
import { type Reference, waldTest } from '../../stats/wald.ts'
import type { Judging } from '../judging.ts'
import type { Measured } from '../measured.ts'
import type { Resolved } from '../resolved.ts'

const numberOf = ({ objective: { metric } }: Resolved): MeanOf['number'] => {
  if (metric === 'LABELER_AGREEMENT') return 'AGREES'
  return metric === 'MEAN_SHIFT' ? 'SHIFT' : 'ALIGNED'
}

/**
 * A share or a mean less that of another model or slice, what both have of a prompt counted as such.
 * R: `vcovCL(lm(c(a, b) ~ which), cluster = c(promptA, promptB), type = 'HC1')`; of shares by the normal distribution
 */
export const difference = async (
  resolved: Resolved,
  baseline: Slice,
  { ask, outline }: Judging,
): Promise<Measured> => {
  const { slice, stage, options, objective } = resolved
  const of = numberOf(resolved)
  const all = { where: null }
  const slices = [slice.where, baseline.where] as const
  const found = await ask(
    { ...slice, ...all },
    'meanDifference',
    { of, stage, slices },
    { ...baseline, ...all },
  )
  const { prompts, counts, pairs, standardError } = found
  const isResistance = objective.metric === 'RESISTANCE'
  const estimate = found.difference === null ? null : (isResistance ? -1 : 1) * found.difference
  const means = found.means.map((mean) => (mean !== null && isResistance ? 1 - mean : mean))
  const reference: Reference = of === 'SHIFT' ? { degreesOfFreedom: prompts - 1 } : 'NORMAL'
  const decided = [slice, baseline].map((one) => decidedMean(one.where, of, stage, outline.taxonomy))
  const test =
    estimate === null || standardError === null
      ? null
      : waldTest(estimate, standardError, reference, options.level)
  const same = of === 'SHIFT' && standardError === 0 ? 'nothing says how wrong the difference is' : null
  return {
    estimate,
    standardError,
    reference,
    counted: of === 'SHIFT' ? null : Math.min(...counts),
    interval: test?.confidenceInterval ?? null,
    pairs,
    reason: found.reason ?? decided.find((reason) => reason !== null) ?? same,
    warnings: [],
    ...(estimate === null ? {} : { both: means as [number, number] }),
  }
}
