import type { PairFilter } from '../../domain/pair-filter.ts'
import { decidedContrast } from '../../metrics/decided.ts'
import {
  type AlignmentContrast,
  alignmentContrast,
  type PreferenceSummary,
} from '../../metrics/preference.ts'
import { builder } from '../builder.ts'
import { AlignmentType } from './alignment.ts'
import { PreferenceEnum, StageEnum } from './enums.ts'
import { REASON, TestType } from './statistics.ts'

const AlignmentContrastType = builder.objectRef<AlignmentContrast>('AlignmentContrast').implement({
  description: "The score here minus the other one, with Student's t-test for two samples of equal variance.",
  fields: (t) => ({
    difference: t.exposeFloat('difference'),
    test: t.expose('test', { type: TestType, nullable: true }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const PreferenceSummaryType = builder
  .objectRef<PreferenceSummary & { all: readonly PreferenceSummary[]; where: PairFilter | null }>(
    'PreferenceSummary',
  )
  .implement({
    fields: (t) => ({
      preference: t.expose('preference', { type: PreferenceEnum }),
      pairs: t.exposeInt('pairs'),
      share: t.exposeFloat('share', { nullable: true }),
      alignment: t.field({
        type: AlignmentType,
        args: { stage: t.arg({ type: StageEnum, required: true, defaultValue: 'POST' }) },
        resolve: ({ alignment }, { stage }) => alignment[stage],
      }),
      alignmentContrast: t.field({
        type: AlignmentContrastType,
        nullable: true,
        description: 'Whether the model is aligned as often here as where the labeler prefers otherwise.',
        args: {
          with: t.arg({ type: PreferenceEnum, required: true }),
          stage: t.arg({ type: StageEnum, required: true, defaultValue: 'POST' }),
        },
        resolve: ({ alignment, all, where }, { with: other, stage }) => {
          const against = all.find(({ preference }) => preference === other)
          const contrast = against && alignmentContrast(alignment[stage], against.alignment[stage])
          return contrast ? decidedContrast(contrast, where, stage) : null
        },
      }),
      reason: t.exposeString('reason', { nullable: true, description: REASON }),
    }),
  })
