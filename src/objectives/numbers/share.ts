import { decidedMean } from '../../audit/decided.ts'
import { wilsonInterval } from '../../stats/wilson.ts'
import type { Judging } from '../judging.ts'
import type { Measured } from '../measured.ts'
import type { Resolved } from '../resolved.ts'

type Share = { ones: number; pairs: number; designEffect: number | null; reason: string | null }

/**
 * A share with its error clustered by prompt, at the estimate. R: `p <- mean(y)`,
 * `sqrt(vcovCL(lm(y ~ 1), cluster = prompt, type = 'HC1') * (n - 1) / n)`; interval: Wilson's
 */
export const shareMeasured = ({ ones, pairs, designEffect, reason }: Share, level: number): Measured => {
  const share = pairs > 0 ? ones / pairs : null
  return {
    estimate: share,
    standardError:
      share === null || designEffect === null
        ? null
        : Math.sqrt((designEffect * share * (1 - share)) / pairs),
    reference: 'NORMAL',
    counted: pairs,
    interval: wilsonInterval(ones, pairs, level, designEffect),
    pairs,
    reason,
    warnings: [],
  }
}

/** Of pairs on which a model is aligned, or is not. */
const alignment = async ({ objective, slice, stage, options }: Resolved, { ask }: Judging) => {
  const { aligned, pairs, designEffect, reason } = await ask(slice, 'alignment', { stage })
  const ones = objective.metric === 'RESISTANCE' ? pairs - aligned : aligned
  return shareMeasured({ ones, pairs, designEffect, reason }, options.level)
}

/** Of pairs on which the labeler has a preference: those on which it is the human's. */
const agreement = async ({ slice, options }: Resolved, { ask }: Judging) => {
  const { agree, disagree, designEffect, reason } = await ask(slice, 'labelerAgreementRate', {})
  return shareMeasured({ ones: agree, pairs: agree + disagree, designEffect, reason }, options.level)
}

/** Not judged where its own slice decides it. */
export const share = async (resolved: Resolved, judging: Judging): Promise<Measured> => {
  const isAgreement = resolved.objective.metric === 'LABELER_AGREEMENT'
  const measured = await (isAgreement ? agreement : alignment)(resolved, judging)
  const { taxonomy } = judging.outline
  const of = isAgreement ? 'AGREES' : 'ALIGNED'
  const { slice, stage } = resolved
  return { ...measured, reason: measured.reason ?? decidedMean(slice.where, of, stage, taxonomy) }
}
