import { clipped } from '../../domain/clipped.ts'
import type { NamedFeature } from '../../domain/measure.ts'
import { SIDES } from '../../domain/side.ts'
import { counted } from '../../domain/words.ts'
import type { Regression, Term } from '../../metrics/regression-result.ts'
import type { Estimated, Row } from './estimated-rows.ts'
import { CHOSEN, REJECTED, type Series } from './theme.ts'

/** What all figures of regressions have in common. */
export const LAYOUT = {
  name: 'features',
  reference: 0,
  width: 460,
  none: 'there is no feature to regress on',
} as const

/** What a regression of a yes or no changes by one. */
export const OUTCOME: Record<Regression['method'], string> = {
  LOGIT: 'log-odds',
  LINEAR_PROBABILITY: 'probability',
  OLS: 'probability',
  WITHIN: 'probability',
}

const ERRORS = {
  IID: 'classical errors',
  HC1: 'heteroskedasticity-robust errors',
  CLUSTER: 'errors clustered by pair',
  PROMPT: 'errors clustered by prompt',
}
const CORRECTIONS = {
  NONE: 'uncorrected',
  BONFERRONI: 'Bonferroni',
  HOLM: 'Holm',
  BENJAMINI_HOCHBERG: 'Benjamini and Hochberg',
}

/** Why a term has no estimate, in as many words as a row has room for. */
const WITHOUT: Partial<Record<Term['status'], string>> = {
  DROPPED_CONSTANT: 'does not vary',
  DROPPED_COLLINEAR: 'an exact combination of earlier terms',
  DROPPED_VIF: 'left out: variance inflation above maxVif',
  SEPARATED: 'infinite: it predicts the outcome perfectly',
}

/** An estimate without an error: nothing says how wrong it is. */
const isBare = ({ estimate, confidenceInterval }: Term) => estimate !== null && confidenceInterval === null

/** A term in a row; filled where it is significant at 1 − level. */
export const estimated = (series: Series, term: Term, level: number): Estimated => ({
  series,
  value: term.estimate,
  interval: term.confidenceInterval,
  filled: term.adjustedPValue !== null && term.adjustedPValue < 1 - level,
  reason: term.reason,
  short: WITHOUT[term.status] ?? (isBare(term) ? 'no interval' : undefined),
})

/** '5,000 pairs'; of two counts both, of more the least and the most. */
const pairsText = (regressions: readonly Regression[]): string => {
  const counts = [...new Set(regressions.map(({ pairs }) => pairs))]
  if (counts.length <= 2) return counts.map((count) => counted(count, 'pair')).join(' and ')
  return `${Math.min(...counts).toLocaleString('en-US')} to ${counted(Math.max(...counts), 'pair')}`
}

/** What a figure says of its regressions, below its title. */
export const notesOf = (equation: string, regressions: readonly Regression[], level: number): string[] => {
  const [{ errors, correction, penalty }] = regressions
  const pairs = pairsText(regressions)
  const firth = penalty === 'FIRTH' ? ', Firth’s penalty' : ''
  const warnings = [...new Set(regressions.flatMap(({ warnings }) => warnings))]
  return [
    `${equation} on ${pairs} with all rewards and labels that it needs${firth}.`,
    `Bars: ${Number((100 * level).toPrecision(6))}% confidence intervals, ${ERRORS[errors]}, not corrected. Filled: p < ${Number((1 - level).toPrecision(6))} (${CORRECTIONS[correction]}).`,
    ...warnings.slice(0, 2).map((warning) => `Note: ${clipped(warning, 180)}.`),
  ]
}

/** Largest first by one series, or the other where it has no value; rows without values last, as they come. */
export const largestFirst = (rows: readonly Row[], by: Series): Row[] => {
  const size = ({ estimates }: Row) => {
    const known = estimates.filter(({ value }) => value !== null)
    return (known.find(({ series }) => series === by) ?? known[0])?.value ?? -Infinity
  }
  return [...rows].sort((a, b) => (size(a) === size(b) ? 0 : size(b) - size(a)))
}

/** A row for each feature, the largest of chosen entries first. */
export const rowsOfBothEntries = (
  { terms }: Regression,
  features: readonly NamedFeature[],
  level: number,
): Row[] => {
  const rows = terms
    .filter(({ name }) => name?.side === 'CHOSEN')
    .map(({ name: chosen }) => ({
      label: features[chosen?.feature ?? 0].title,
      estimates: SIDES.flatMap((side) =>
        terms
          .filter(({ name }) => name?.feature === chosen?.feature && name?.side === side)
          .map((term) => estimated(side === 'CHOSEN' ? CHOSEN : REJECTED, term, level)),
      ),
    }))
  return largestFirst(rows, CHOSEN)
}
