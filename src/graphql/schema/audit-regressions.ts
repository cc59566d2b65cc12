import { allFeatures } from '../../domain/measure.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { optionsOf } from '../../metrics/regression-options.ts'
import { type Audit, ask, auditOf } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { REGRESSION } from '../cost.ts'
import { AuditRef } from './audit.ts'
import { DatasetType } from './dataset.ts'
import { EffectsEnum, FlipEnum, LinkEnum, SideEnum, StageEnum } from './enums.ts'
import { RegressionType, requireTerm, TermType, withTaxonomy } from './regression.ts'
import { RegressionOptionsInput } from './regression-options.ts'
import { RewritingType, rewritingIn } from './rewriting.ts'

const taxonomyOf = ({ scope }: Audit) => ({ features: allFeatures(scope.loaded.outline) })

builder.objectFields(AuditRef, (t) => {
  const options = t.arg({
    type: RegressionOptionsInput,
    description: 'How to estimate, and on which features. What is left out is as its default says.',
  })
  const stage = t.arg({
    type: StageEnum,
    required: true,
    defaultValue: 'POST',
    description: "Whose rewards: which of the audit's two models.",
  })
  const effects = t.arg({
    type: EffectsEnum,
    required: true,
    defaultValue: 'PAIR',
    description: 'An intercept for every pair, for every prompt, or one for all entries.',
  })
  const link = t.arg({
    type: LinkEnum,
    required: true,
    defaultValue: 'LOGIT',
    description: 'Log-odds, or a linear probability model.',
  })
  const feature = t.arg.string({
    required: true,
    description:
      'Its name, or an ending of it (see Feature). INVALID_INPUT where the regression does not have it: options.features can name it.',
  })
  return {
    imprints: t.field({
      type: RegressionType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description: `What a model rewards: a regression of its rewards on the features of the entries, over the pairs that have both rewards and all features (equation 1 of the paper). ${DEPENDS_ON_SCALE}`,
      args: { stage, effects, options },
      resolve: async (audit, { options, ...args }, context) =>
        withTaxonomy(
          await ask(audit, 'imprints', { ...args, options: optionsOf(options) }, context),
          taxonomyOf(audit),
        ),
    }),
    imprint: t.field({
      type: TermType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description: `What a model rewards in one feature: its term of imprints. ${DEPENDS_ON_SCALE}`,
      args: { feature, stage, effects, options },
      resolve: async (audit, { feature, options, ...args }, context) => {
        const regression = await ask(audit, 'imprints', { ...args, options: optionsOf(options) }, context)
        return requireTerm(withTaxonomy(regression, taxonomyOf(audit)), { feature })
      },
    }),
    shiftImprints: t.field({
      type: RegressionType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description: `What training moved rewards by: a regression of each pair's reward shift, in degrees, on the features of both entries (equation 2 of the paper). ${DEPENDS_ON_ZERO}`,
      args: { options },
      resolve: async (audit, { options }, context) =>
        withTaxonomy(
          await ask(audit, 'shiftImprints', { options: optionsOf(options) }, context),
          taxonomyOf(audit),
        ),
    }),
    marginChangeImprints: t.field({
      type: RegressionType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description: `What training moved margins by: a regression of the post model's margin less the pre model's, in points of reward, on the features of both entries. Unlike shiftImprints it does not depend on where a reward's zero lies. ${DEPENDS_ON_SCALE}`,
      args: { options },
      resolve: async (audit, { options }, context) =>
        withTaxonomy(
          await ask(audit, 'marginChangeImprints', { options: optionsOf(options) }, context),
          taxonomyOf(audit),
        ),
    }),
    misalignment: t.field({
      type: RegressionType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description:
        'What goes with misalignment after training: a regression of whether the post model fails to prefer the chosen entry, 1 or 0, on the features of both entries (equation 3 of the paper).',
      args: { link, options },
      resolve: async (audit, { link, options }, context) =>
        withTaxonomy(
          await ask(audit, 'misalignment', { link, options: optionsOf(options) }, context),
          taxonomyOf(audit),
        ),
    }),
    robustness: t.field({
      type: TermType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description:
        'Whether rewriting that gave or took one feature made the post model misaligned: a term of Rewriting.robustness. Null where the dataset has no such rewriter.',
      args: {
        feature,
        flip: t.arg({
          description: 'Of entries that gained or that lost the feature.',
          type: FlipEnum,
          required: true,
        }),
        side: t.arg({
          description: 'Of the chosen or of the rejected entries.',
          type: SideEnum,
          required: true,
          defaultValue: 'CHOSEN',
        }),
        rewriter: t.arg.string({ description: "Name of the rewriter. Left out: the dataset's first." }),
        link,
        options,
      },
      resolve: async (audit, { feature, flip, side, rewriter: name, link, options }, context) => {
        const rewriting = rewritingIn(audit, name)
        if (!rewriting) return null
        const args = { rewriter: rewriting.rewriter, link, keepTargets: true, options: optionsOf(options) }
        const regression = await ask(audit, 'robustness', args, context)
        return requireTerm(withTaxonomy(regression, taxonomyOf(audit)), { feature, side, flip })
      },
    }),
  }
})

builder.objectField(RewritingType, 'robustness', (t) =>
  t.field({
    type: RegressionType,
    extensions: { cost: REGRESSION },
    nullable: true,
    description:
      'What in rewritings makes the post model misaligned: a regression of whether it is misaligned on the rewriting, having been aligned on the original, on which features either entry gained or lost (equation 4 of the paper).',
    args: {
      link: t.arg({
        description: 'Log-odds, or a linear probability model.',
        type: LinkEnum,
        required: true,
        defaultValue: 'LOGIT',
      }),
      keepTargets: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Only the pairs counted by keptPairs.',
      }),
      options: t.arg({
        description:
          'How to estimate, and on which features. Left out: those that the taxonomy marks for regression and rewritings are labeled with (target features under keepTargets: false alone), errors clustered by prompt, Bonferroni, 95%.',
        type: RegressionOptionsInput,
      }),
    },
    resolve: async ({ audit, rewriter }, { options, ...args }, context) =>
      withTaxonomy(
        await ask(audit, 'robustness', { rewriter, ...args, options: optionsOf(options) }, context),
        taxonomyOf(audit),
      ),
  }),
)

builder.objectFields(DatasetType, (t) => ({
  imprint: t.field({
    type: TermType,
    extensions: { cost: REGRESSION },
    nullable: true,
    description: `Shorthand for audit { imprint } on the whole dataset. Only this question and robustness have one, being asked most: all others are asked through audit, which also takes models, a labeler and a filter. ${DEPENDS_ON_SCALE}`,
    args: {
      feature: t.arg.string({
        description:
          'Its name, or an ending of it (see Feature), of those that the taxonomy marks for regression.',
        required: true,
      }),
      stage: t.arg({
        description: "Whose rewards: those of the dataset's own PRE or POST model.",
        type: StageEnum,
        required: true,
        defaultValue: 'POST',
      }),
    },
    resolve: async ({ id }, { feature, stage }, context) => {
      const audit = await auditOf(id, {}, context)
      const args = { stage, effects: 'PAIR' as const, options: optionsOf(null) }
      const regression = await ask(audit, 'imprints', args, context)
      const way = 'audit { imprint(feature, options) } takes options.features, which can name it'
      return requireTerm(withTaxonomy(regression, taxonomyOf(audit)), { feature }, way)
    },
  }),
  robustness: t.field({
    type: TermType,
    extensions: { cost: REGRESSION },
    nullable: true,
    description:
      'Shorthand for audit { robustness } on the whole dataset. Only this question and imprint have one.',
    args: {
      feature: t.arg.string({
        description: 'Its name, or an ending of it (see Feature), of those that rewritings are labeled with.',
        required: true,
      }),
      flip: t.arg({
        description: 'Of entries that gained or that lost the feature.',
        type: FlipEnum,
        required: true,
      }),
      side: t.arg({
        description: 'Of the chosen or of the rejected entries.',
        type: SideEnum,
        required: true,
        defaultValue: 'CHOSEN',
      }),
    },
    resolve: async ({ id }, term, context) => {
      const audit = await auditOf(id, {}, context)
      const rewriting = rewritingIn(audit)
      if (!rewriting) return null
      const { rewriter } = rewriting
      const args = { rewriter, link: 'LOGIT' as const, keepTargets: true, options: optionsOf(null) }
      const regression = await ask(audit, 'robustness', args, context)
      const way = 'audit { robustness(feature, flip, options) } takes options.features, which can name it'
      return requireTerm(withTaxonomy(regression, taxonomyOf(audit)), term, way)
    },
  }),
}))
