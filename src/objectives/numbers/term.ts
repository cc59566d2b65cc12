import type { Slice } from '../../audit/scope.ts'
import { hint } from '../../domain/hint.ts'
import type { Comparison, TermDifference } from '../../metrics/comparison.ts'
import type { Regression, Term } from '../../metrics/regression-result.ts'
import type { Judging } from '../judging.ts'
import type { Measured } from '../measured.ts'
import type { ObjectiveMetric } from '../objective.ts'
import type { Resolved } from '../resolved.ts'

type Found = Regression | Comparison
type Asking = (resolved: Resolved, judging: Judging, other: Slice | null) => Promise<Found>

const LOGIT = { link: 'LOGIT' } as const
const WITHIN = { effects: 'PAIR' } as const

/** What a model's choices go by, and how much further than another's do. */
const choices: Asking = ({ slice, stage, options }, { ask }, other) =>
  other
    ? ask(slice, 'compareChoices', { by: ['MODEL', 'MODEL'], stages: [stage, stage], options }, other)
    : ask(slice, 'choices', { by: 'MODEL', stage, options })

/** The regression that has a metric's term, or what compares it with that of another slice. */
const REGRESSIONS: { [M in ObjectiveMetric]?: Asking } = {
  IMPRINT: ({ slice, stage, options }, { ask }, other) =>
    other
      ? ask(slice, 'compareImprints', { stages: [stage, stage], ...WITHIN, options }, other)
      : ask(slice, 'imprints', { stage, ...WITHIN, options }),
  SHIFT_IMPRINT: ({ slice, options }, { ask }, other) =>
    other ? ask(slice, 'compareShiftImprints', { options }, other) : ask(slice, 'shiftImprints', { options }),
  MISALIGNMENT: ({ slice, options }, { ask }, other) =>
    other
      ? ask(slice, 'compareMisalignment', { ...LOGIT, options }, other)
      : ask(slice, 'misalignment', { ...LOGIT, options }),
  ROBUSTNESS: ({ slice, rewriter, options }, { ask }, other) => {
    const args = { rewriter, ...LOGIT, keepTargets: true, options }
    return other ? ask(slice, 'compareRobustness', args, other) : ask(slice, 'robustness', args)
  },
  CHOICE: choices,
  // People's part is the same for both models, and cancels.
  AMPLIFICATION: (resolved, judging, other) =>
    other
      ? choices(resolved, judging, other)
      : judging.ask(resolved.slice, 'amplification', { stage: resolved.stage, options: resolved.options }),
}

/** A term of a regression, or of the difference of two. */
export const term = async (resolved: Resolved, judging: Judging): Promise<Measured> => {
  const { objective, feature, side, baseline } = resolved
  const { metric, flip } = objective
  const none = { reference: 'NORMAL', counted: null, interval: null, warnings: [] } as const
  if (metric === 'ROBUSTNESS' && resolved.rewriter < 0) {
    const reason = hint`the dataset has no rewritten pairs: bring them with npm run ingest -- rewrites, or npm run rewrite`
    return { ...none, estimate: null, standardError: null, pairs: 0, reason }
  }
  const asking = REGRESSIONS[metric] as Asking
  const { reference, pairs, warnings, terms } = await asking(resolved, judging, baseline)
  const found = (terms as readonly (Term | TermDifference)[]).find(
    ({ name }) =>
      name?.feature === feature &&
      (name.side === null || name.side === side) &&
      (name.flip === null || name.flip === flip),
  )
  if (!found) {
    const reason = `the regression has no term of ${objective.feature}; options.features can name it`
    return { ...none, estimate: null, standardError: null, pairs, reason }
  }
  const { estimate, standardError, confidenceInterval: interval, reason } = found
  const judged = { estimate, standardError, reference, counted: null, interval, pairs, reason, warnings }
  // Choices of two models are compared in place of what either amplifies.
  if (!baseline || !('first' in found) || metric === 'AMPLIFICATION') return judged
  const { first, second } = found
  return first === null || second === null ? judged : { ...judged, both: [first, second] }
}
