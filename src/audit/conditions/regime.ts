import { REGIMES, type Regime } from '../../domain/regime.ts'
import { STAGES } from '../../domain/stage.ts'
import { regimeOf } from '../../pairs/terms.ts'
import type { FilterCondition } from './filter-condition.ts'
import { codesOf, isSome, listed, wordsOf } from './names.ts'

export const regime: FilterCondition<readonly Regime[]> = {
  input: {
    type: 'AlignmentRegime',
    list: true,
    description:
      'Training did one of these to it. A pair that both models have not scored is in none, nor is a tie.',
  },
  condition: (regimes, { subject: { pre, post } }) => ({
    code: regimeOf(pre, post),
    isOneOf: codesOf(regimes, REGIMES),
  }),
  words: (regimes) => `regime ${listed(regimes.map(wordsOf))}`,
  selects: (regimes) => (isSome(regimes, REGIMES) ? { by: 'alignment regime', stages: STAGES } : null),
}
