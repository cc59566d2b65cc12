import type { Preference } from '../../domain/preference.ts'
import type { Regime } from '../../domain/regime.ts'
import { DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import type { RegimeSummary } from '../../metrics/regime.ts'
import { type Audit, ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { AgreementType } from './alignment.ts'
import { PreferenceEnum, RegimeEnum } from './enums.ts'
import { CENTRED_ARG, ShiftSummaryType, type Shifts } from './shift-summary.ts'
import { REASON } from './statistics.ts'

type Selection = { regime?: Regime[] | null; preference?: Preference[] | null; centred: boolean }

/** An audit's angles, of some regimes and preferences. */
export const shiftsOf = async (
  audit: Audit,
  { regime, preference, centred }: Selection,
  context: Context,
): Promise<Shifts> => {
  const selection = { regime, preference, centred }
  return {
    ...(await ask(audit, 'rewardShift', selection, context)),
    histogram: (bins) => ask(audit, 'rewardShiftHistogram', { ...selection, bins }, context),
  }
}

export const RegimeSummaryType = builder
  .objectRef<RegimeSummary & { audit: Audit }>('RegimeSummary')
  .implement({
    description:
      'The pairs to which training did one thing, such as those that became aligned (a row of Table 1 of the paper).',
    fields: (t) => ({
      regime: t.expose('regime', { description: 'What it did.', type: RegimeEnum }),
      pairs: t.exposeInt('pairs', {
        description: 'How many they are, of those that both models have scored.',
      }),
      prevalence: t.exposeFloat('prevalence', {
        description:
          'Their share of the pairs that both models have scored, from 0 to 1. Null where there are none.',
        nullable: true,
      }),
      labelerAgreement: t.expose('labelerAgreement', {
        type: AgreementType,
        description:
          'Among the pairs on which the labeler is not indifferent: the share on which it agrees with the human.',
      }),
      rewardShift: t.field({
        description: `Of these pairs. ${DEPENDS_ON_ZERO}`,
        type: ShiftSummaryType,
        args: {
          preference: t.arg({
            description:
              'Of pairs with these preferences of the labeler alone. Left out or null: of all, unlabeled ones included.',
            type: [PreferenceEnum],
          }),
          centred: t.arg.boolean(CENTRED_ARG),
        },
        resolve: ({ audit, regime }, { preference, centred }, context) =>
          shiftsOf(audit, { regime: [regime], preference, centred }, context),
      }),
      reason: t.exposeString('reason', { nullable: true, description: REASON }),
    }),
  })
