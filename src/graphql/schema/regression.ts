import { InvalidInput } from '../../domain/errors.ts'
import type { Flip } from '../../domain/flip.ts'
import type { NamedFeature } from '../../domain/measure.ts'
import { DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import type { Side } from '../../domain/side.ts'
import { findFeature } from '../../domain/taxonomy.ts'
import type { Regression, Term } from '../../metrics/regression-result.ts'
import { builder } from '../builder.ts'
import {
  CorrectionEnum,
  ErrorTypeEnum,
  FlipEnum,
  MethodEnum,
  PenaltyEnum,
  SideEnum,
  TermStatusEnum,
} from './enums.ts'
import { EstimateType, IntervalType, REASON, UNCORRECTED } from './statistics.ts'

/** A metric's result, with the taxonomy that its terms are of. */
type Features = { features: readonly NamedFeature[] }
export type Of<T> = T & { taxonomy: Features }

export const withTaxonomy = <T>(result: T, taxonomy: Features): Of<T> => ({ ...result, taxonomy })

const BootstrapEstimateType = builder
  .objectRef<NonNullable<Term['bootstrap']>>('BootstrapEstimate')
  .implement({
    description: "An estimate's spread over samples of the pairs, drawn with replacement.",
    fields: (t) => ({
      standardError: t.exposeFloat('standardError', {
        description: 'Standard deviation of the estimate over the replicates.',
      }),
      confidenceInterval: t.expose('interval', { type: IntervalType, description: 'Percentiles of them.' }),
      replicates: t.exposeInt('replicates', { description: 'Those in which every term had an estimate.' }),
    }),
  })

export const TermType = builder.objectRef<Of<Term>>('Term').implement({
  description:
    'What a regression says of one feature, on one side or flipped one way where there are several.',
  fields: (t) => ({
    feature: t.string({
      nullable: true,
      description: "The taxonomy's name; null for the intercept.",
      resolve: ({ name, taxonomy }) => (name ? taxonomy.features[name.feature].name : null),
    }),
    side: t.field({
      description:
        'Whose feature it is: CHOSEN or REJECTED in regressions of pairs (shiftImprints, marginChangeImprints, misalignment, robustness); null in regressions of rewards and choices (imprints, choices), where terms have no side, and of the intercept.',
      type: SideEnum,
      nullable: true,
      resolve: ({ name }) => name?.side ?? null,
    }),
    flip: t.field({
      description: 'Whether entries gained or lost the feature, in robustness; null in other regressions.',
      type: FlipEnum,
      nullable: true,
      resolve: ({ name }) => name?.flip ?? null,
    }),
    title: t.exposeString('title', { description: "Ready for an axis: 'is harmless (c)'." }),
    status: t.expose('status', {
      description: 'ESTIMATED, or why there are no numbers.',
      type: TermStatusEnum,
    }),
    estimate: t.exposeFloat('estimate', {
      description:
        'How much of the outcome goes with one unit of the feature: points of reward in imprints and marginChangeImprints, degrees in shiftImprints, log-odds under LOGIT, probability under IDENTITY. Null where status says why.',
      nullable: true,
    }),
    standardError: t.exposeFloat('standardError', {
      description: "Of the estimate, by options.errors. Null where it can't be had, as in a perfect fit.",
      nullable: true,
    }),
    statistic: t.exposeFloat('statistic', {
      description:
        'estimate / standardError: a t-value, under LOGIT a z-value. Null where there is no standard error.',
      nullable: true,
    }),
    pValue: t.exposeFloat('pValue', {
      description:
        'Two-sided Wald test against 0: by t with the residual degrees of freedom (under CLUSTER with pairs − 1, under PROMPT with prompts − 1), under LOGIT by the normal distribution.',
      nullable: true,
    }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      nullable: true,
      description: 'The p-value after the correction, over the estimated terms without the intercept.',
    }),
    confidenceInterval: t.expose('confidenceInterval', {
      type: IntervalType,
      nullable: true,
      description: UNCORRECTED,
    }),
    oddsRatio: t.exposeFloat('oddsRatio', {
      nullable: true,
      description: 'exp(estimate) under LOGIT, else null.',
    }),
    perStandardDeviation: t.exposeFloat('perStandardDeviation', {
      nullable: true,
      description:
        'Of a NUMERIC feature: the estimate for one standard deviation of it over all entries of the regression. Null under STANDARDIZED, where the estimate itself is that.',
    }),
    vif: t.exposeFloat('vif', {
      nullable: true,
      description:
        'Variance inflation factor in the final design; of a term that it dropped, the one that dropped it.',
    }),
    marginalEffect: t.expose('marginalEffect', {
      type: EstimateType,
      nullable: true,
      description:
        'Under LOGIT: by how much the probability changes per unit of the feature, averaged over the pairs: from −1 to 1, errors by the delta method, by the normal distribution.',
    }),
    bootstrap: t.expose('bootstrap', {
      type: BootstrapEstimateType,
      nullable: true,
      description: 'Where options.bootstrap asked for it.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const WARNINGS =
  'What is to be known of it as a whole: what stood in its way, what it left out, and whether the slice selects pairs by the very outcome.'

/** The first term of a feature, side and flip; null: any. */
export const findTerm = (
  { terms, taxonomy }: Of<Regression>,
  feature: string,
  { side, flip }: { side?: Side | null; flip?: Flip | null } = {},
): Of<Term> | null => {
  const index = findFeature(taxonomy, feature)
  const term = terms.find(
    ({ name }) =>
      name?.feature === index && (side ?? name.side) === name.side && (flip ?? name.flip) === name.flip,
  )
  return term ? { ...term, taxonomy } : null
}

type Required = { feature: string; side?: Side; flip?: Flip }

/** The same of a term that the regression must have; `way` says how it can be brought to. @throws InvalidInput */
export const requireTerm = (
  regression: Of<Regression>,
  { feature, ...of }: Required,
  way = 'options.features can name it',
): Of<Term> => {
  const term = findTerm(regression, feature, of)
  if (term) return term
  const { terms, taxonomy } = regression
  const known = new Set(terms.flatMap(({ name }) => (name ? [taxonomy.features[name.feature].name] : [])))
  throw new InvalidInput(
    `feature: "${feature}" is not in this regression, which has ${[...known].join(', ') || 'none'}; ${way}`,
  )
}

export const RegressionType = builder.objectRef<Of<Regression>>('Regression').implement({
  description: 'A fit with a term for each requested feature.',
  fields: (t) => ({
    method: t.expose('method', { description: 'How it was estimated.', type: MethodEnum }),
    errors: t.expose('errors', { description: 'What standard errors are robust to.', type: ErrorTypeEnum }),
    correction: t.expose('correction', {
      description: 'What adjustedPValue is corrected by.',
      type: CorrectionEnum,
    }),
    penalty: t.expose('penalty', { description: 'Whether the likelihood was penalised.', type: PenaltyEnum }),
    terms: t.field({
      type: [TermType],
      description:
        "Every requested term, dropped ones included, CHOSEN before REJECTED, in the taxonomy's order, GAINED before LOST.",
      resolve: ({ terms, taxonomy }) => terms.map((term) => ({ ...term, taxonomy })),
    }),
    term: t.field({
      type: TermType,
      nullable: true,
      description: 'Without a side or a flip: the first that the regression has. Null: it has none.',
      args: {
        feature: t.arg.string({ description: 'Its name, or an ending of it (see Feature).', required: true }),
        side: t.arg({ description: 'CHOSEN or REJECTED; null for any.', type: SideEnum }),
        flip: t.arg({ description: 'GAINED or LOST; null for any.', type: FlipEnum }),
      },
      resolve: (regression, { feature, ...of }) => findTerm(regression, feature, of),
    }),
    intercept: t.field({
      description: `The outcome (of a logit its log-odds) where all features are 0. Null under PAIR and PROMPT effects, where each pair or prompt has its own. Of rewards: ${DEPENDS_ON_ZERO}`,
      type: TermType,
      nullable: true,
      resolve: ({ intercept, taxonomy }) => intercept && { ...intercept, taxonomy },
    }),
    observations: t.exposeInt('observations', {
      description:
        'How many rows the regression has: entries where rewards are the outcome (imprints), otherwise pairs.',
    }),
    pairs: t.exposeInt('pairs', {
      description: 'Pairs that have all that the regression needs: those that count.',
    }),
    residualDegreesOfFreedom: t.exposeInt('residualDegreesOfFreedom', {
      description:
        'Observations minus estimated terms and intercepts, one for each prompt under PROMPT effects; under PAIR effects pairs minus estimated terms.',
    }),
    rSquared: t.exposeFloat('rSquared', {
      nullable: true,
      description: "Within R² under PAIR and PROMPT effects; McFadden's pseudo R² under LOGIT.",
    }),
    logLikelihood: t.exposeFloat('logLikelihood', {
      nullable: true,
      description:
        'Under PAIR effects that of the differences, under PROMPT effects that of the differences from the means of prompts; under FIRTH without the penalty.',
    }),
    deviance: t.exposeFloat('deviance', {
      nullable: true,
      description: 'Σ of squared residuals, under LOGIT −2 · logLikelihood.',
    }),
    converged: t.exposeBoolean('converged', {
      description: 'False: the estimates are those of the last step. Least squares always converge.',
    }),
    iterations: t.exposeInt('iterations', { description: "Newton's steps; 0 of least squares." }),
    warnings: t.exposeStringList('warnings', { description: WARNINGS }),
  }),
})
