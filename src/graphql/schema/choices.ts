import { allFeatures } from '../../domain/measure.ts'
import { optionsOf } from '../../metrics/regression-options.ts'
import { type Audit, ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { REGRESSION } from '../cost.ts'
import { AuditRef } from './audit.ts'
import { RegressionComparisonType } from './comparison.ts'
import { ChooserEnum, StageEnum } from './enums.ts'
import { RegressionType, withTaxonomy } from './regression.ts'
import { RegressionOptionsInput } from './regression-options.ts'

const taxonomyOf = ({ scope }: Audit) => ({ features: allFeatures(scope.loaded.outline) })

builder.objectFields(AuditRef, (t) => {
  const stage = t.arg({
    type: StageEnum,
    required: true,
    defaultValue: 'POST',
    description: "Whose rewards: which of the audit's two models.",
  })
  return {
    choices: t.field({
      type: RegressionType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description:
        "What decides a choice between two entries: a logit of the choice on the features' differences, chosen minus rejected, without an intercept. A positive estimate: having more of it wins. R: glm(chose ~ 0 + dX, binomial).",
      args: {
        by: t.arg({
          type: ChooserEnum,
          required: true,
          defaultValue: 'HUMAN',
          description: 'Whose choice.',
        }),
        stage,
        options: t.arg({
          type: RegressionOptionsInput,
          description: 'How to estimate, and on which features.',
        }),
      },
      resolve: async (audit, { options, ...args }, context) =>
        withTaxonomy(
          await ask(audit, 'choices', { ...args, options: optionsOf(options) }, context),
          taxonomyOf(audit),
        ),
    }),
    amplification: t.field({
      type: RegressionComparisonType,
      extensions: { cost: REGRESSION },
      nullable: true,
      description:
        "Choices by the model minus choices by the human: what training amplified beyond what people want. `first` is the model's, `second` the human's. R: glm(c(yM, yH) ~ 0 + bdiag(dXM, dXH), binomial), errors clustered by prompt over both.",
      args: {
        stage,
        options: t.arg({ type: RegressionOptionsInput, description: 'Errors are PROMPT or CLUSTER.' }),
      },
      resolve: async (audit, { stage, options }, context) =>
        withTaxonomy(
          await ask(audit, 'amplification', { stage, options: optionsOf(options) }, context),
          taxonomyOf(audit),
        ),
    }),
  }
})
