import { DEPENDS_ON_SCALE } from '../../domain/reward-units.ts'
import type { Calibration, CalibrationBin } from '../../metrics/calibration.ts'
import { meanEstimate } from '../../metrics/mean.ts'
import { ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { HISTOGRAM } from '../cost.ts'
import { AgreementType } from './alignment.ts'
import { AuditRef } from './audit.ts'
import { StageEnum } from './enums.ts'
import { IntervalType, REASON } from './statistics.ts'

const CalibrationBinType = builder.objectRef<CalibrationBin>('CalibrationBin').implement({
  description: 'Pairs on which the model is about as confident.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'The least confidence; 0.5 is none.' }),
    to: t.exposeFloat('to', { description: 'The most, which is in the next bin; 1 is in the last one.' }),
    pairs: t.exposeInt('pairs', {
      description: 'Pairs of such confidence, but for those with equal rewards.',
    }),
    confidence: t.exposeFloat('confidence', {
      description: 'Mean of theirs. Null in an empty bin.',
      nullable: true,
    }),
    agreement: t.expose('agreement', {
      type: AgreementType,
      description:
        'How often the human chose the entry that the model prefers. Well calibrated, its rate is the confidence. Pairs with equal rewards are indifferent, in the first bin.',
    }),
  }),
})

const CalibrationType = builder.objectRef<Calibration>('Calibration').implement({
  description:
    "How well p = sigmoid(chosen minus rejected reward) foretells the human's choice. As the chosen entry is by definition the one that was chosen, bins are of the confidence max(p, 1 − p) in the entry that the model prefers.",
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'Pairs with a margin: those that count.' }),
    logLoss: t.exposeFloat('logLoss', {
      description:
        'Mean of −log p. Whoever knows nothing has log 2, 0.693. R: mean(-plogis(margin, log.p = TRUE))',
      nullable: true,
    }),
    logLossInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: 'By t, clustered by prompt where pairs share prompts.',
      args: {
        level: t.arg.float({ description: 'Strictly between 0 and 1.', required: true, defaultValue: 0.95 }),
      },
      resolve: ({ logLoss: mean, standardError, test }, { level }) =>
        meanEstimate({ mean, standardError, test }, level).confidenceInterval,
    }),
    brier: t.exposeFloat('brier', {
      description: 'Brier score: mean of (1 − p)². Whoever knows nothing has 0.25.',
      nullable: true,
    }),
    expectedCalibrationError: t.exposeFloat('expectedCalibrationError', {
      description: 'Mean of |confidence − agreement rate| over the bins, by their pairs.',
      nullable: true,
    }),
    bins: t.expose('bins', {
      type: [CalibrationBinType],
      description: 'Ascending, of one width over [0.5, 1].',
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

builder.objectField(AuditRef, 'calibration', (t) =>
  t.field({
    type: CalibrationType,
    extensions: { cost: HISTOGRAM },
    nullable: true,
    description: `Whether the model's margins can be believed as log-odds of the human's choice. ${DEPENDS_ON_SCALE}`,
    args: {
      stage: t.arg({
        type: StageEnum,
        required: true,
        defaultValue: 'POST',
        description: "Which of the audit's two models.",
      }),
      bins: t.arg.int({ required: true, defaultValue: 10, description: 'From 1 to 100.' }),
    },
    resolve: (audit, args, context) => ask(audit, 'calibration', args, context),
  }),
)
