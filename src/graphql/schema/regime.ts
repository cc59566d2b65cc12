import type { Preference } from '../../domain/preference.ts'
import type { Regime } from '../../domain/regime.ts'
import type { RegimeSummary } from '../../metrics/regime.ts'
import { type Audit, ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { AgreementType } from './alignment.ts'
import { PreferenceEnum, RegimeEnum } from './enums.ts'
import { ShiftSummaryType, type Shifts } from './shift-summary.ts'
import { REASON } from './statistics.ts'

type Selection = { regime?: Regime[] | null; preference?: Preference[] | null }

/** An audit's angles, of some regimes and preferences. */
export const shiftsOf = async (
  audit: Audit,
  { regime, preference }: Selection,
  context: Context,
): Promise<Shifts> => {
  const selection = { regime, preference }
  return {
    ...(await ask(audit, 'rewardShift', selection, context)),
    histogram: (bins) => ask(audit, 'rewardShiftHistogram', { ...selection, bins }, context),
  }
}

export const RegimeSummaryType = builder
  .objectRef<RegimeSummary & { audit: Audit }>('RegimeSummary')
  .implement({
    fields: (t) => ({
      regime: t.expose('regime', { type: RegimeEnum }),
      pairs: t.exposeInt('pairs'),
      prevalence: t.exposeFloat('prevalence', { nullable: true }),
      labelerAgreement: t.expose('labelerAgreement', {
        type: AgreementType,
        description:
          'Among the pairs on which the labeler is not indifferent: the share on which it agrees with the human.',
      }),
      rewardShift: t.field({
        type: ShiftSummaryType,
        args: { preference: t.arg({ type: [PreferenceEnum] }) },
        resolve: ({ audit, regime }, { preference }, context) =>
          shiftsOf(audit, { regime: [regime], preference }, context),
      }),
      reason: t.exposeString('reason', { nullable: true, description: REASON }),
    }),
  })
