import { type Alignment, alignmentInterval } from '../../metrics/alignment.ts'
import { type AgreementRate, agreementRateInterval } from '../../metrics/labeler-agreement-rate.ts'
import { builder } from '../builder.ts'
import { IntervalType, REASON } from './statistics.ts'

export const AlignmentType = builder.objectRef<Alignment>('Alignment').implement({
  fields: (t) => ({
    pairs: t.exposeInt('pairs'),
    aligned: t.exposeInt('aligned'),
    score: t.exposeFloat('score', { nullable: true }),
    resistance: t.exposeFloat('resistance', { nullable: true }),
    confidenceInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: 'Wilson interval of the score.',
      args: { level: t.arg.float({ required: true, defaultValue: 0.95 }) },
      resolve: (alignment, { level }) => alignmentInterval(alignment, level),
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const AgreementType = builder.objectRef<AgreementRate>('Agreement').implement({
  fields: (t) => ({
    agree: t.exposeInt('agree'),
    disagree: t.exposeInt('disagree'),
    indifferent: t.exposeInt('indifferent'),
    rate: t.exposeFloat('rate', { nullable: true }),
    confidenceInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: 'Wilson interval of the rate.',
      args: { level: t.arg.float({ required: true, defaultValue: 0.95 }) },
      resolve: (agreement, { level }) => agreementRateInterval(agreement, level),
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})
