import { FLIPS } from '../domain/flip.ts'
import { SIDES } from '../domain/side.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import type { Feature } from '../domain/taxonomy.ts'
import type { Regression, Term } from '../metrics/regression-result.ts'
import { type Estimated, type Row, withoutEmptySeries } from './estimated-rows.ts'
import { intervals } from './intervals.ts'
import { clipped, counted } from './text.ts'
import { CHOSEN, GAINED, LOST, POST, PRE, REJECTED, type Series } from './theme.ts'
import type { Drawing } from './vega-lite.ts'

const WIDTH = 460
const NONE = 'there is no feature to regress on'

const ERRORS = {
  IID: 'classical errors',
  HC1: 'heteroskedasticity-robust errors',
  CLUSTER: 'errors clustered by pair',
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

const estimated = (series: Series, term: Term, level: number): Estimated => ({
  series,
  value: term.estimate,
  interval: term.confidenceInterval,
  filled: term.adjustedPValue !== null && term.adjustedPValue < 1 - level,
  reason: term.reason,
  short: WITHOUT[term.status] ?? (isBare(term) ? 'no interval' : undefined),
})

const notesOf = (equation: string, regressions: readonly Regression[], level: number): string[] => {
  const [{ errors, correction, penalty }] = regressions
  const pairs = [...new Set(regressions.map(({ pairs }) => counted(pairs, 'pair')))].join(' and ')
  const firth = penalty === 'FIRTH' ? ', Firth’s penalty' : ''
  const warnings = [...new Set(regressions.flatMap(({ warnings }) => warnings))]
  return [
    `${equation} on ${pairs} with all rewards and labels that it needs${firth}.`,
    `Bars: ${Number((100 * level).toPrecision(6))}% confidence intervals, ${ERRORS[errors]}, not corrected. Filled: p < ${Number((1 - level).toPrecision(6))} (${CORRECTIONS[correction]}).`,
    ...warnings.slice(0, 2).map((warning) => `Note: ${clipped(warning, 180)}.`),
  ]
}

/** Largest first by one series, or the other where it has no value; rows without values last, as they come. */
const largestFirst = (rows: readonly Row[], by: Series): Row[] => {
  const size = ({ estimates }: Row) => {
    const known = estimates.filter(({ value }) => value !== null)
    return (known.find(({ series }) => series === by) ?? known[0])?.value ?? -Infinity
  }
  return [...rows].sort((a, b) => (size(a) === size(b) ? 0 : size(b) - size(a)))
}

type Asked = { features: readonly Feature[]; level: number }

const SERIES: Record<Stage, Series> = { PRE, POST }

/** Figure 3, left: what each model rewards. Regressions of equation 1 with the same terms. */
export const imprints = (byStage: Record<Stage, Regression>, { features, level }: Asked): Drawing => {
  const rows = byStage.POST.terms.map(
    ({ name }, index): Row => ({
      label: name ? features[name.feature].title : '',
      estimates: [
        estimated(PRE, byStage.PRE.terms[index], level),
        estimated(POST, byStage.POST.terms[index], level),
      ],
    }),
  )
  const shown = withoutEmptySeries(rows, [PRE, POST])
  const regressions = STAGES.filter((stage) => shown.series.includes(SERIES[stage])).map(
    (stage) => byStage[stage],
  )
  return {
    title: 'What the models reward: feature imprints before and after training',
    notes: [...notesOf('Equation 1', regressions, level), ...shown.notes],
    ...intervals(largestFirst(shown.rows, POST), {
      name: 'features',
      series: shown.series,
      x: { title: 'imprint: points of reward for having the feature' },
      reference: 0,
      width: WIDTH,
      none: NONE,
    }),
  }
}

const ofBothEntries = ({ terms }: Regression, { features, level }: Asked): Row[] =>
  terms
    .filter(({ name }) => name?.side === 'CHOSEN')
    .map(({ name: chosen }) => ({
      label: features[chosen?.feature ?? 0].title,
      estimates: SIDES.flatMap((side) =>
        terms
          .filter(({ name }) => name?.feature === chosen?.feature && name?.side === side)
          .map((term) => estimated(side === 'CHOSEN' ? CHOSEN : REJECTED, term, level)),
      ),
    }))

/** Figure 3, centre: what training did to the rewards of which features. */
export const shiftImprints = (regression: Regression, asked: Asked): Drawing => ({
  title: 'What training shifted: reward shift by feature of either entry',
  notes: notesOf('Equation 2', [regression], asked.level),
  ...intervals(largestFirst(ofBothEntries(regression, asked), CHOSEN), {
    name: 'features',
    series: [CHOSEN, REJECTED],
    x: { title: 'reward shift, in degrees, for having the feature (positive: counter-clockwise)' },
    reference: 0,
    width: WIDTH,
    none: NONE,
  }),
})

const OUTCOME = {
  LOGIT: 'log-odds',
  LINEAR_PROBABILITY: 'probability',
  OLS: 'probability',
  WITHIN: 'probability',
}

/** Figure 3, right: which features go with misalignment. */
export const misalignment = (regression: Regression, asked: Asked): Drawing => ({
  title: 'What goes with misalignment of the post model, by feature of either entry',
  notes: notesOf('Equation 3', [regression], asked.level),
  ...intervals(largestFirst(ofBothEntries(regression, asked), CHOSEN), {
    name: 'features',
    series: [CHOSEN, REJECTED],
    x: { title: `change of the ${OUTCOME[regression.method]} of misalignment (positive: more misaligned)` },
    reference: 0,
    width: WIDTH,
    none: NONE,
  }),
})

/** Figure 5: what rewriting must do to a feature to make the post model misaligned. */
export const robustness = (regression: Regression, { features, level }: Asked): Drawing => {
  const { terms } = regression
  const rows = terms
    .filter(({ name }) => name?.flip === 'GAINED')
    .map(({ name: gained }): Row => {
      const { feature, side } = gained ?? { feature: 0, side: null }
      const flips = FLIPS.flatMap((flip) =>
        terms
          .filter(({ name }) => name?.feature === feature && name.side === side && name.flip === flip)
          .map((term) => estimated(flip === 'GAINED' ? GAINED : LOST, term, level)),
      )
      return {
        label: `${side === 'CHOSEN' ? 'chosen' : 'rejected'}: ${features[feature].title}`,
        estimates: flips,
      }
    })
  return {
    title: 'What rewriting does to alignment: robustness of the post model',
    notes: notesOf('Equation 4', [regression], level),
    ...intervals(rows, {
      name: 'features',
      series: [GAINED, LOST],
      x: {
        title: `change of the ${OUTCOME[regression.method]} of becoming misaligned by rewriting, where the entry gained or lost the feature`,
      },
      reference: 0,
      width: WIDTH,
      none: NONE,
    }),
  }
}
