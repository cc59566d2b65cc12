import type { PairFilter } from '../../audit/pair-filter.ts'
import { allFeatures } from '../../domain/measure.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { findFeature } from '../../domain/taxonomy.ts'
import type { Comparison, TermDifference } from '../../metrics/comparison.ts'
import { optionsOf } from '../../metrics/regression-options.ts'
import { type Audit, askOfBoth, otherAudit } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { METRIC, REGRESSION } from '../cost.ts'
import { AuditRef } from './audit.ts'
import {
  ChooserEnum,
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
import { RegressionOptionsInput } from './regression-options.ts'
import { IntervalType, REASON, UNCORRECTED } from './statistics.ts'

type Pair = { first: Audit; second: Audit }

const OtherAuditInput = builder.inputType('OtherAudit', {
  description: 'What another audit of the dataset differs in; what is left out is as in this one.',
  fields: (t) => ({
    pre: t.string({ description: 'Name of the model before training.' }),
    post: t.string({ description: 'Name of the model after training.' }),
    labeler: t.string({ description: 'Name of the labeler.' }),
    where: t.field({
      type: PairFilterInput,
      description: 'Which pairs. Left out: those of this audit; null: the whole dataset.',
    }),
  }),
})

const TermDifferenceType = builder.objectRef<Of<TermDifference>>('TermDifference').implement({
  description: "One feature's terms in two regressions, and whether they differ.",
  fields: (t) => ({
    feature: t.string({
      description: "The taxonomy's name.",
      resolve: ({ name, taxonomy }) => taxonomy.features[name.feature].name,
    }),
    side: t.field({
      description:
        'Whose feature it is; null in regressions of rewards and choices, where terms have no side.',
      type: SideEnum,
      nullable: true,
      resolve: ({ name }) => name.side,
    }),
    title: t.exposeString('title', { description: "Ready for an axis: 'is harmless (c)'." }),
    status: t.expose('status', { type: TermStatusEnum, description: 'ESTIMATED in both, or why not.' }),
    first: t.exposeFloat('first', {
      nullable: true,
      description: "This audit's estimate; of an amplification the model's.",
    }),
    second: t.exposeFloat('second', {
      nullable: true,
      description: "The other audit's; of an amplification the human's.",
    }),
    firstPValue: t.exposeFloat('firstPValue', {
      nullable: true,
      description: 'Two-sided, of first against 0; not corrected.',
    }),
    secondPValue: t.exposeFloat('secondPValue', {
      nullable: true,
      description: 'Two-sided, of second against 0; not corrected.',
    }),
    difference: t.exposeFloat('estimate', {
      nullable: true,
      description: 'The estimate of the first minus that of the second.',
    }),
    standardError: t.exposeFloat('standardError', {
      description: 'Of the difference, clustered by prompt, or by pair, over both regressions (CR1).',
      nullable: true,
    }),
    statistic: t.exposeFloat('statistic', { description: 'difference / standardError.', nullable: true }),
    pValue: t.exposeFloat('pValue', {
      description:
        'Two-sided, of the difference against 0: by t with prompts − 1 degrees of freedom (under CLUSTER with pairs − 1), under LOGIT by the normal distribution.',
      nullable: true,
    }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      description: 'The p-value after the correction, over the terms that have one.',
      nullable: true,
    }),
    confidenceInterval: t.expose('confidenceInterval', {
      type: IntervalType,
      nullable: true,
      description: UNCORRECTED,
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const RegressionComparisonType = builder.objectRef<Of<Comparison>>('RegressionComparison').implement({
  description:
    'Differences of the terms of two regressions. Errors are clustered over both, so that what both are made of counts as such.',
  fields: (t) => ({
    method: t.expose('method', { description: 'That of both regressions.', type: MethodEnum }),
    correction: t.expose('correction', {
      description: 'What adjustedPValue is corrected by.',
      type: CorrectionEnum,
    }),
    pairs: t.exposeInt('pairs', { description: 'Pairs that either is made of.' }),
    sharedPairs: t.exposeInt('sharedPairs', { description: 'Pairs that both are made of.' }),
    terms: t.field({
      type: [TermDifferenceType],
      description: 'Every requested term, as in Regression.terms.',
      resolve: ({ terms, taxonomy }) => terms.map((term) => ({ ...term, taxonomy })),
    }),
    term: t.field({
      description: 'One of the terms; null where there is none of this feature and side.',
      type: TermDifferenceType,
      nullable: true,
      args: {
        feature: t.arg.string({ description: 'Its name, or an ending of it (see Feature).', required: true }),
        side: t.arg({
          description: 'The feature of which entry. Left out: the first that there is.',
          type: SideEnum,
        }),
      },
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
  extensions: { fieldCost: METRIC },
  fields: (t) => {
    const options = t.arg({ type: RegressionOptionsInput, description: 'Errors are PROMPT or CLUSTER.' })
    return {
      first: t.expose('first', { description: 'This audit.', type: AuditRef }),
      second: t.expose('second', { description: 'The other one.', type: AuditRef }),
      imprints: t.field({
        type: RegressionComparisonType,
        extensions: { cost: REGRESSION },
        nullable: true,
        description: `Whether the models reward features differently: terms of Audit.imprints. Of the audit's own two models: stage: POST, otherStage: PRE. ${DEPENDS_ON_SCALE}`,
        args: {
          stage: t.arg({
            description: 'Whose rewards in the first audit: those of its PRE or POST model.',
            type: StageEnum,
            required: true,
            defaultValue: 'POST',
          }),
          otherStage: t.arg({
            type: StageEnum,
            description:
              'Whose rewards in the second audit: those of its PRE or POST model. Left out: as `stage` says.',
          }),
          effects: t.arg({
            description: 'An intercept for every pair, or one for all entries.',
            type: EffectsEnum,
            required: true,
            defaultValue: 'PAIR',
          }),
          options,
        },
        resolve: async (pair, { stage, otherStage, effects, options }, context) => {
          const args = { stages: [stage, otherStage ?? stage] as const, effects, options: optionsOf(options) }
          return withTaxonomy(await askOfBoth(pair, 'compareImprints', args, context), taxonomyOf(pair))
        },
      }),
      shiftImprints: t.field({
        type: RegressionComparisonType,
        extensions: { cost: REGRESSION },
        nullable: true,
        description: `Whether training moved rewards by other features: terms of Audit.shiftImprints. ${DEPENDS_ON_ZERO}`,
        args: { options },
        resolve: async (pair, { options }, context) => {
          const args = { options: optionsOf(options) }
          return withTaxonomy(await askOfBoth(pair, 'compareShiftImprints', args, context), taxonomyOf(pair))
        },
      }),
      marginChangeImprints: t.field({
        type: RegressionComparisonType,
        extensions: { cost: REGRESSION },
        nullable: true,
        description: `Of Audit.marginChangeImprints. ${DEPENDS_ON_SCALE}`,
        args: { options },
        resolve: async (pair, { options }, context) => {
          const args = { options: optionsOf(options) }
          return withTaxonomy(
            await askOfBoth(pair, 'compareMarginChangeImprints', args, context),
            taxonomyOf(pair),
          )
        },
      }),
      choices: t.field({
        type: RegressionComparisonType,
        extensions: { cost: REGRESSION },
        nullable: true,
        description:
          'What decides choices. Between people and a model of other pairs: by: MODEL, otherBy: HUMAN.',
        args: {
          by: t.arg({
            description: 'Whose choice in the first audit.',
            type: ChooserEnum,
            required: true,
            defaultValue: 'HUMAN',
          }),
          otherBy: t.arg({
            type: ChooserEnum,
            description: 'Whose choice in the second audit. Left out: as `by` says.',
          }),
          stage: t.arg({
            description: 'Whose rewards in the first audit: those of its PRE or POST model.',
            type: StageEnum,
            required: true,
            defaultValue: 'POST',
          }),
          otherStage: t.arg({
            type: StageEnum,
            description:
              'Whose rewards in the second audit: those of its PRE or POST model. Left out: as `stage` says.',
          }),
          options,
        },
        resolve: async (pair, { by, otherBy, stage, otherStage, options }, context) => {
          const args = {
            by: [by, otherBy ?? by] as const,
            stages: [stage, otherStage ?? stage] as const,
            options: optionsOf(options),
          }
          return withTaxonomy(await askOfBoth(pair, 'compareChoices', args, context), taxonomyOf(pair))
        },
      }),
      misalignment: t.field({
        type: RegressionComparisonType,
        extensions: { cost: REGRESSION },
        nullable: true,
        description: 'Whether misalignment goes with other features: terms of Audit.misalignment.',
        args: {
          link: t.arg({
            description: 'Log-odds, or a linear probability model.',
            type: LinkEnum,
            required: true,
            defaultValue: 'LOGIT',
          }),
          options,
        },
        resolve: async (pair, { link, options }, context) => {
          const args = { link, options: optionsOf(options) }
          return withTaxonomy(await askOfBoth(pair, 'compareMisalignment', args, context), taxonomyOf(pair))
        },
      }),
    }
  },
})

const taxonomyOf = ({ first }: Pair) => ({ features: allFeatures(first.scope.loaded.outline) })

builder.objectField(AuditRef, 'compare', (t) =>
  t.field({
    type: ComparisonType,
    extensions: {
      cost: { ...METRIC, filters: (args: { with?: { where?: PairFilter | null } }) => [args.with?.where] },
    },
    nullable: true,
    description: 'Against another audit of the same dataset: other models, another labeler, another slice.',
    args: { with: t.arg({ description: 'What it differs in.', type: OtherAuditInput, required: true }) },
    resolve: async (first, { with: other }, context) => ({
      first,
      second: await otherAudit(first, other, context),
    }),
  }),
)
