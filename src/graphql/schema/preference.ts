import { decidedContrast } from '../../audit/decided.ts'
import type { PairFilter } from '../../audit/pair-filter.ts'
import type { Answer } from '../../audit/questions.ts'
import type { AlignmentContrast } from '../../metrics/preference.ts'
import { builder } from '../builder.ts'
import { AlignmentType } from './alignment.ts'
import { PreferenceEnum, StageEnum } from './enums.ts'
import { REASON, TestType } from './statistics.ts'

type PreferenceSummary = Answer<'preferences'>[number]

const AlignmentContrastType = builder.objectRef<AlignmentContrast>('AlignmentContrast').implement({
  description:
    "The score here minus the other one, with Student's t-test for two samples of equal variance; where pairs share prompts, with the t-test of the difference clustered by prompt.",
  fields: (t) => ({
    difference: t.exposeFloat('difference', {
      description: 'The score here minus the other one, from −1 to 1.',
    }),
    test: t.expose('test', {
      description:
        'R: t.test(aligned ~ preference, var.equal = TRUE); where pairs share prompts lm(aligned ~ preference) with vcovCL(cluster = prompt, type = "HC1") and prompts − 1 df. Null where either has too few pairs, or nothing varies.',
      type: TestType,
      nullable: true,
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const PreferenceSummaryType = builder
  .objectRef<PreferenceSummary & { where: PairFilter | null }>('PreferenceSummary')
  .implement({
    description: 'The pairs with one preference of the labeler, and how models do there.',
    fields: (t) => ({
      preference: t.expose('preference', { description: 'Which preference.', type: PreferenceEnum }),
      pairs: t.exposeInt('pairs', { description: 'Labeled pairs that have it.' }),
      share: t.exposeFloat('share', {
        description: 'Among the pairs that are labeled on both sides, from 0 to 1. Null where none is.',
        nullable: true,
      }),
      alignment: t.field({
        description: 'Of a model, over those of these pairs that it has scored.',
        type: AlignmentType,
        args: {
          stage: t.arg({
            description: "PRE or POST: which of the audit's two models.",
            type: StageEnum,
            required: true,
            defaultValue: 'POST',
          }),
        },
        resolve: ({ alignment }, { stage }) => alignment[stage],
      }),
      alignmentContrast: t.field({
        type: AlignmentContrastType,
        nullable: true,
        description: 'Whether the model is aligned as often here as where the labeler prefers otherwise.',
        args: {
          with: t.arg({
            description: 'The preference to compare with.',
            type: PreferenceEnum,
            required: true,
          }),
          stage: t.arg({
            description: "PRE or POST: which of the audit's two models.",
            type: StageEnum,
            required: true,
            defaultValue: 'POST',
          }),
        },
        resolve: ({ alignment, where }, { with: other, stage }) => {
          const contrast = alignment[stage].contrasts[other]
          return contrast && decidedContrast(contrast, where, stage)
        },
      }),
      reason: t.exposeString('reason', { nullable: true, description: REASON }),
    }),
  })
