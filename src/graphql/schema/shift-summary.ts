import { CENTRED } from '../../metrics/centre.ts'
import type { Histogram } from '../../metrics/result-types.ts'
import type { ShiftSummary } from '../../metrics/reward-shift.ts'
import { builder } from '../builder.ts'
import { COUNTED_HISTOGRAM } from '../cost.ts'
import { HistogramType, REASON, TestType } from './statistics.ts'

/** An argument of whatever is of rewards that can be centred. */
export const CENTRED_ARG = {
  required: true,
  defaultValue: CENTRED.default,
  description: CENTRED.about,
} as const

/** A summary of angles with the way to their histogram. */
export type Shifts = ShiftSummary & { histogram: (bins: number) => Promise<Histogram> }

export const ShiftSummaryType = builder.objectRef<Shifts>('ShiftSummary').implement({
  description: 'Over the pairs whose angle is defined. Angles in degrees.',
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'Pairs that count.' }),
    mean: t.exposeFloat('mean', { description: 'Of the angles as numbers.', nullable: true }),
    median: t.exposeFloat('median', { description: 'Of the angles as numbers.', nullable: true }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      description: 'Of a sample (n − 1).',
      nullable: true,
    }),
    circularMean: t.exposeFloat('circularMean', {
      nullable: true,
      description: 'Direction of the mean resultant vector: the circular counterpart of the mean.',
    }),
    resultantLength: t.exposeFloat('resultantLength', {
      nullable: true,
      description: 'Length of the mean resultant vector: 1 is no spread at all.',
    }),
    tTest: t.expose('tTest', {
      type: TestType,
      nullable: true,
      description:
        "Student's, of the mean against 0; where pairs share prompts, clustered by prompt with prompts − 1 df. Null where the slice selects pairs by their angle.",
    }),
    signTest: t.expose('signTest', {
      type: TestType,
      nullable: true,
      description:
        'The exact sign test against 0, zeros left out. It counts pairs, whatever their prompts. Null where the slice selects pairs by their angle.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
    histogram: t.field({
      description: 'Of the angles, over [-180, 180].',
      type: HistogramType,
      extensions: { cost: COUNTED_HISTOGRAM },
      args: { bins: t.arg.int({ description: 'From 1 to 1000.', required: true, defaultValue: 16 }) },
      resolve: ({ histogram }, { bins }) => histogram(bins),
    }),
  }),
})
