import { findFeature } from '../../domain/taxonomy.ts'
import type { Comparison, TermDifference } from '../../metrics/comparison.ts'
import { type Audit, askOfBoth, otherAudit } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { AuditRef } from './audit.ts'
import {
  CorrectionEnum,
  EffectsEnum,
  LinkEnum,
  MethodEnum,
  SideEnum,
  StageEnum,
  TermStatusEnum,
} from './enums.ts'
import { PairFilterInput } from './filter.ts'
import { type Of, WARNINGS, withTaxonomy } from './regression.ts'
import { optionsOf, RegressionOptionsInput } from './regression-options.ts'
import { IntervalType, REASON, UNCORRECTED } from './statistics.ts'

type Pair = { first: Audit; second: Audit }

const OtherAuditInput = builder.inputType('OtherAudit', {
  description: 'What another audit of the dataset differs in; what is left out is as in this one.',
  fields: (t) => ({
    pre: t.string(),
    post: t.string(),
    labeler: t.string(),
    where: t.field({ type: PairFilterInput, description: 'Null: the whole dataset.' }),
  }),
})

const TermDifferenceType = builder.objectRef<Of<TermDifference>>('TermDifference').implement({
  fields: (t) => ({
    feature: t.string({ resolve: ({ name, taxonomy }) => taxonomy.features[name.feature].name }),
    side: t.field({ type: SideEnum, nullable: true, resolve: ({ name }) => name.side }),
    title: t.exposeString('title'),
    status: t.expose('status', { type: TermStatusEnum, description: 'ESTIMATED in both, or why not.' }),
    first: t.exposeFloat('first', { nullable: true, description: "This audit's estimate." }),
    second: t.exposeFloat('second', { nullable: true, description: "The other audit's." }),
    difference: t.exposeFloat('estimate', { nullable: true, description: 'first - second' }),
    standardError: t.exposeFloat('standardError', { nullable: true }),
    statistic: t.exposeFloat('statistic', { nullable: true }),
    pValue: t.exposeFloat('pValue', { nullable: true }),
    adjustedPValue: t.exposeFloat('adjustedPValue', { nullable: true }),
    confidenceInterval: t.expose('confidenceInterval', {
      type: IntervalType,
      nullable: true,
      description: UNCORRECTED,
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

const RegressionComparisonType = builder.objectRef<Of<Comparison>>('RegressionComparison').implement({
  description:
    'Differences of the terms of two regressions. Errors are clustered by pair over both, so that pairs that both are made of count as such.',
  fields: (t) => ({
    method: t.expose('method', { type: MethodEnum }),
    correction: t.expose('correction', { type: CorrectionEnum }),
    pairs: t.exposeInt('pairs', { description: 'Pairs that either is made of.' }),
    sharedPairs: t.exposeInt('sharedPairs', { description: 'Pairs that both are made of.' }),
    terms: t.field({
      type: [TermDifferenceType],
      description: 'Every requested term, as in Regression.terms.',
      resolve: ({ terms, taxonomy }) => terms.map((term) => ({ ...term, taxonomy })),
    }),
    term: t.field({
      type: TermDifferenceType,
      nullable: true,
      args: { feature: t.arg.string({ required: true }), side: t.arg({ type: SideEnum }) },
      resolve: ({ terms, taxonomy }, { feature, side }) => {
        const index = findFeature(taxonomy, feature)
        const term = terms.find(({ name }) => name.feature === index && (side ?? name.side) === name.side)
        return term ? { ...term, taxonomy } : null
      },
    }),
    warnings: t.exposeStringList('warnings', { description: WARNINGS }),
  }),
})

const ComparisonType = builder.objectRef<Pair>('Comparison').implement({
  description: 'This audit (first) and another one (second): did the imprint change?',
  fields: (t) => {
    const options = t.arg({ type: RegressionOptionsInput, description: 'Errors are always CLUSTER.' })
    return {
      first: t.expose('first', { type: AuditRef }),
      second: t.expose('second', { type: AuditRef }),
      imprints: t.field({
        type: RegressionComparisonType,
        nullable: true,
        description: 'Equation 1. Between stages: stage: POST, otherStage: PRE.',
        args: {
          stage: t.arg({ type: StageEnum, required: true, defaultValue: 'POST' }),
          otherStage: t.arg({ type: StageEnum, description: 'Left out: the same.' }),
          effects: t.arg({ type: EffectsEnum, required: true, defaultValue: 'PAIR' }),
          options,
        },
        resolve: async (pair, { stage, otherStage, effects, options }, context) => {
          const args = { stages: [stage, otherStage ?? stage] as const, effects, options: optionsOf(options) }
          return withTaxonomy(await askOfBoth(pair, 'compareImprints', args, context), taxonomyOf(pair))
        },
      }),
      shiftImprints: t.field({
        type: RegressionComparisonType,
        nullable: true,
        description: 'Equation 2.',
        args: { options },
        resolve: async (pair, { options }, context) => {
          const args = { options: optionsOf(options) }
          return withTaxonomy(await askOfBoth(pair, 'compareShiftImprints', args, context), taxonomyOf(pair))
        },
      }),
      misalignment: t.field({
        type: RegressionComparisonType,
        nullable: true,
        description: 'Equation 3.',
        args: { link: t.arg({ type: LinkEnum, required: true, defaultValue: 'LOGIT' }), options },
        resolve: async (pair, { link, options }, context) => {
          const args = { link, options: optionsOf(options) }
          return withTaxonomy(await askOfBoth(pair, 'compareMisalignment', args, context), taxonomyOf(pair))
        },
      }),
    }
  },
})

const taxonomyOf = ({ first }: Pair) => first.scope.loaded.frame.taxonomy

builder.objectField(AuditRef, 'compare', (t) =>
  t.field({
    type: ComparisonType,
    nullable: true,
    description: 'Against another audit of the same dataset: other models, another labeler, another slice.',
    args: { with: t.arg({ type: OtherAuditInput, required: true }) },
    resolve: async (first, { with: other }, context) => ({
      first,
      second: await otherAudit(first, other, context),
    }),
  }),
)
