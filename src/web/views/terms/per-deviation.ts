import type { Regression, Term } from './regressions.ts'

/** `perUnit`: of a numeric feature the estimate as it was; null of others. */
export type ShownTerm = Term & { perUnit: number | null }

const times = (factor: number, { estimate, confidenceInterval: bounds }: Term) => ({
  estimate: estimate === null ? null : estimate * factor,
  confidenceInterval: bounds && { lower: bounds.lower * factor, upper: bounds.upper * factor },
})

/**
 * A regression whose terms of numeric features are for one standard deviation of them, so that they can stand beside each
 * other, whatever they count.
 */
export const perDeviation = (regression: Regression): Omit<Regression, 'terms'> & { terms: ShownTerm[] } => ({
  ...regression,
  terms: regression.terms.map((term) => {
    const { estimate, perStandardDeviation } = term
    if (estimate === null || perStandardDeviation === null) return { ...term, perUnit: null }
    const deviation = estimate === 0 ? 1 : perStandardDeviation / estimate
    return { ...term, ...times(deviation, term), perUnit: estimate }
  }),
})
