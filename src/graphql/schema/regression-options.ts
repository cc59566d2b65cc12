import { DEFAULT_OPTIONS, type RegressionOptions } from '../../metrics/regression-options.ts'
import { builder } from '../builder.ts'
import { CorrectionEnum, ErrorTypeEnum, PenaltyEnum } from './enums.ts'

export const RegressionOptionsInput = builder.inputType('RegressionOptions', {
  fields: (t) => ({
    features: t.stringList({
      description: 'Left out: every feature that the taxonomy marks for regression.',
    }),
    errors: t.field({ type: ErrorTypeEnum, required: true, defaultValue: DEFAULT_OPTIONS.errors }),
    correction: t.field({ type: CorrectionEnum, required: true, defaultValue: DEFAULT_OPTIONS.correction }),
    level: t.float({ required: true, defaultValue: DEFAULT_OPTIONS.level }),
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
  }),
})

/** Options as a client gave them, with nothing left out: equal ones are equal as JSON. */
export const optionsOf = (given: Partial<RegressionOptions> | null | undefined): RegressionOptions => ({
  ...DEFAULT_OPTIONS,
  ...given,
})
