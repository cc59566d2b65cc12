import { DEFAULT_OPTIONS, MAX_REPLICATES } from '../../metrics/regression-options.ts'
import { builder } from '../builder.ts'
import { CorrectionEnum, ErrorTypeEnum, PenaltyEnum, ScaleEnum } from './enums.ts'

const BootstrapOptionsInput = builder.inputType('BootstrapOptions', {
  description: 'How often to draw, and from where.',
  fields: (t) => ({
    replicates: t.int({ required: true, defaultValue: 1000, description: `From 2 to ${MAX_REPLICATES}.` }),
    seed: t.int({
      required: true,
      defaultValue: 1,
      description: 'Where the random draws begin: one seed gives the same numbers each time.',
    }),
  }),
})

export const RegressionOptionsInput = builder.inputType('RegressionOptions', {
  description: 'How to estimate, and of what.',
  fields: (t) => ({
    features: t.stringList({
      description:
        'Names of features, or endings of these (see Feature). Left out: every feature that the taxonomy marks for regression; where nothing is labeled, what is measured of texts.',
    }),
    errors: t.field({
      description: 'What standard errors are robust to.',
      type: ErrorTypeEnum,
      required: true,
      defaultValue: DEFAULT_OPTIONS.errors,
    }),
    correction: t.field({
      type: CorrectionEnum,
      required: true,
      defaultValue: DEFAULT_OPTIONS.correction,
      description: 'Of p-values. Confidence intervals are not corrected.',
    }),
    level: t.float({
      required: true,
      defaultValue: DEFAULT_OPTIONS.level,
      description: 'Of confidence intervals, each by itself.',
    }),
    maxVif: t.float({
      defaultValue: DEFAULT_OPTIONS.maxVif,
      description:
        'The feature with the largest variance inflation factor is dropped until none is above this. Null keeps all.',
    }),
    penalty: t.field({
      type: PenaltyEnum,
      required: true,
      defaultValue: DEFAULT_OPTIONS.penalty,
      description: 'Of a logit only.',
    }),
    controls: t.stringList({
      description:
        'Features and attributes that are adjusted for, but no terms of the result: their p-values are none of those that are corrected. An attribute of numbers enters as it is, another as a dummy for each value but the first; pairs that lack it are left out. One that is named in features, too, is INVALID_INPUT, and so are attributes of more than 100 values, and in robustness, as no rewriting changes one.',
    }),
    scale: t.field({
      type: ScaleEnum,
      required: true,
      defaultValue: DEFAULT_OPTIONS.scale,
      description: 'In which units rewards and numeric features are.',
    }),
    bootstrap: t.field({
      type: BootstrapOptionsInput,
      description:
        'Draws pairs (prompts, where errors or effects are PROMPT) with replacement and estimates again, for an interval of every estimate (Term.bootstrap). Takes as long as so many regressions.',
    }),
  }),
})
