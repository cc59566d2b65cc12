import { InvalidInput } from '../../domain/errors.ts'
import type { Flip } from '../../domain/flip.ts'
import type { Side } from '../../domain/side.ts'
import { findFeature, type Taxonomy } from '../../domain/taxonomy.ts'
import type { Estimate, Regression, Term } from '../../metrics/regression-result.ts'
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
import { IntervalType, REASON, UNCORRECTED } from './statistics.ts'

/** A metric's result, with the taxonomy that its terms are of. */
export type Of<T> = T & { taxonomy: Taxonomy }

export const withTaxonomy = <T>(result: T, taxonomy: Taxonomy): Of<T> => ({ ...result, taxonomy })

const EstimateType = builder.objectRef<Estimate>('Estimate').implement({
  description: 'A number with its Wald test against 0.',
  fields: (t) => ({
    estimate: t.exposeFloat('estimate', { nullable: true }),
    standardError: t.exposeFloat('standardError', { nullable: true }),
    statistic: t.exposeFloat('statistic', { nullable: true }),
    pValue: t.exposeFloat('pValue', { nullable: true }),
    confidenceInterval: t.expose('confidenceInterval', {
      type: IntervalType,
      nullable: true,
      description: UNCORRECTED,
    }),
  }),
})

const BootstrapEstimateType = builder
  .objectRef<NonNullable<Term['bootstrap']>>('BootstrapEstimate')
  .implement({
    fields: (t) => ({
      standardError: t.exposeFloat('standardError', {
        description: 'Standard deviation of the estimate over the replicates.',
      }),
      confidenceInterval: t.expose('interval', { type: IntervalType, description: 'Percentiles of them.' }),
      replicates: t.exposeInt('replicates', { description: 'Those in which every term had an estimate.' }),
    }),
  })

export const TermType = builder.objectRef<Of<Term>>('Term').implement({
  fields: (t) => ({
    feature: t.string({
      nullable: true,
      description: "The taxonomy's name; null for the intercept.",
      resolve: ({ name, taxonomy }) => (name ? taxonomy.features[name.feature].name : null),
    }),
    side: t.field({ type: SideEnum, nullable: true, resolve: ({ name }) => name?.side ?? null }),
    flip: t.field({ type: FlipEnum, nullable: true, resolve: ({ name }) => name?.flip ?? null }),
    title: t.exposeString('title', { description: "Ready for an axis: 'is harmless (c)'." }),
    status: t.expose('status', { type: TermStatusEnum }),
    estimate: t.exposeFloat('estimate', { nullable: true }),
    standardError: t.exposeFloat('standardError', { nullable: true }),
    statistic: t.exposeFloat('statistic', { nullable: true }),
    pValue: t.exposeFloat('pValue', { nullable: true }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      nullable: true,
      description: 'pValue after the correction, over the estimated terms without the intercept.',
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
    vif: t.exposeFloat('vif', {
      nullable: true,
      description:
        'Variance inflation factor in the final design; of a term that it dropped, the one that dropped it.',
    }),
    marginalEffect: t.expose('marginalEffect', {
      type: EstimateType,
      nullable: true,
      description:
        'Under LOGIT: by how much the probability changes per unit of the feature, averaged over the pairs; errors by the delta method.',
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

/** The same of a term that the regression must have been asked for. @throws InvalidInput */
export const requireTerm = (...args: Parameters<typeof findTerm>): Of<Term> => {
  const term = findTerm(...args)
  if (term) return term
  const [{ terms, taxonomy }, feature] = args
  const known = new Set(terms.flatMap(({ name }) => (name ? [taxonomy.features[name.feature].name] : [])))
  throw new InvalidInput(
    `feature: "${feature}" is not in this regression, which has ${[...known].join(', ') || 'none'}; options.features can name it`,
  )
}

export const RegressionType = builder.objectRef<Of<Regression>>('Regression').implement({
  fields: (t) => ({
    method: t.expose('method', { type: MethodEnum }),
    errors: t.expose('errors', { type: ErrorTypeEnum }),
    correction: t.expose('correction', { type: CorrectionEnum }),
    penalty: t.expose('penalty', { type: PenaltyEnum }),
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
        feature: t.arg.string({ required: true }),
        side: t.arg({ type: SideEnum }),
        flip: t.arg({ type: FlipEnum }),
      },
      resolve: (regression, { feature, ...of }) => findTerm(regression, feature, of),
    }),
    intercept: t.field({
      type: TermType,
      nullable: true,
      resolve: ({ intercept, taxonomy }) => intercept && { ...intercept, taxonomy },
    }),
    observations: t.exposeInt('observations', { description: 'Entries under equation 1, otherwise pairs.' }),
    pairs: t.exposeInt('pairs'),
    residualDegreesOfFreedom: t.exposeInt('residualDegreesOfFreedom'),
    rSquared: t.exposeFloat('rSquared', {
      nullable: true,
      description: "Within R² under PAIR effects; McFadden's pseudo R² under LOGIT.",
    }),
    logLikelihood: t.exposeFloat('logLikelihood', {
      nullable: true,
      description: 'Under PAIR effects that of the differences; under FIRTH without the penalty.',
    }),
    deviance: t.exposeFloat('deviance', {
      nullable: true,
      description: 'Σ of squared residuals, under LOGIT −2 · logLikelihood.',
    }),
    converged: t.exposeBoolean('converged'),
    iterations: t.exposeInt('iterations'),
    warnings: t.exposeStringList('warnings', { description: WARNINGS }),
  }),
})
