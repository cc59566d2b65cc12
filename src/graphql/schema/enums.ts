import { FLIPS } from '../../domain/flip.ts'
import { FEATURE_SCOPES } from '../../domain/pair-filter.ts'
import { PAIR_ORDER_FIELDS, SORT_DIRECTIONS } from '../../domain/pair-order.ts'
import { PREFERENCES } from '../../domain/preference.ts'
import { REGIMES } from '../../domain/regime.ts'
import { SIDES } from '../../domain/side.ts'
import { STAGES } from '../../domain/stage.ts'
import { FEATURE_KINDS, FEATURE_ROLES } from '../../domain/taxonomy.ts'
import { DIMENSIONS } from '../../metrics/breakdown.ts'
import { EFFECTS } from '../../metrics/imprint.ts'
import { LINKS } from '../../metrics/misalignment.ts'
import { METHODS } from '../../metrics/regression-model.ts'
import { CORRECTIONS, ERROR_TYPES, PENALTIES, TERM_STATUSES } from '../../metrics/result-types.ts'
import { RUN_KINDS, RUN_STATES } from '../../store/run-kinds.ts'
import { builder } from '../builder.ts'

export const SideEnum = builder.enumType('Side', {
  description: 'The entry that the human labeler preferred, or the other one.',
  values: SIDES,
})
export const StageEnum = builder.enumType('Stage', {
  description: 'PRE: before the reward model was trained on the alignment dataset. POST: after.',
  values: STAGES,
})
export const RegimeEnum = builder.enumType('AlignmentRegime', {
  description:
    "What training did to a pair. Aligned = the chosen entry's reward is strictly greater; a tie is misaligned.",
  values: REGIMES,
})
export const PreferenceEnum = builder.enumType('Preference', {
  description:
    "The LM labeler's preference within a pair, by the target features in the dataset's order of priority.",
  values: PREFERENCES,
})
export const FlipEnum = builder.enumType('Flip', {
  description:
    'What rewriting did to a feature of an entry: rewritten minus original is positive (GAINED) or negative (LOST).',
  values: FLIPS,
})
export const FeatureKindEnum = builder.enumType('FeatureKind', { values: FEATURE_KINDS })
export const FeatureRoleEnum = builder.enumType('FeatureRole', {
  description:
    'TARGET: a value that the dataset is meant to teach. SPOILER: one that it may teach by accident.',
  values: FEATURE_ROLES,
})
export const FeatureScopeEnum = builder.enumType('FeatureScope', { values: FEATURE_SCOPES })
export const DimensionEnum = builder.enumType('Dimension', { values: DIMENSIONS })
export const PairOrderFieldEnum = builder.enumType('PairOrderField', {
  description:
    'What pairs are sorted by. Margins are chosen minus rejected; pairs without a value come last.',
  values: PAIR_ORDER_FIELDS,
})
export const SortDirectionEnum = builder.enumType('SortDirection', { values: SORT_DIRECTIONS })
export const RewardModelBackendEnum = builder.enumType('RewardModelBackend', {
  values: ['IMPORTED', 'ONNX', 'HTTP'] as const,
})
export const LabelerBackendEnum = builder.enumType('LabelerBackend', {
  values: ['IMPORTED', 'OPENAI', 'OLLAMA'] as const,
})
export const RewriterBackendEnum = builder.enumType('RewriterBackend', {
  values: ['IMPORTED', 'OPENAI', 'OLLAMA'] as const,
})
export const RunKindEnum = builder.enumType('RunKind', { values: RUN_KINDS })
export const RunStateEnum = builder.enumType('RunState', { values: RUN_STATES })

export const EffectsEnum = builder.enumType('Effects', {
  description:
    "PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code).",
  values: EFFECTS,
})
export const LinkEnum = builder.enumType('Link', {
  description:
    "LOGIT: log-odds, as the paper writes. IDENTITY: a linear probability model, as the reference code's published estimates are.",
  values: LINKS,
})
export const ErrorTypeEnum = builder.enumType('ErrorType', {
  description: 'IID: classical. HC1: heteroskedasticity-robust. CLUSTER: robust and clustered by pair (CR1).',
  values: ERROR_TYPES,
})
export const CorrectionEnum = builder.enumType('Correction', {
  description: 'Of p-values for being several: over the estimated terms without the intercept.',
  values: CORRECTIONS,
})
export const PenaltyEnum = builder.enumType('Penalty', {
  description:
    "FIRTH: Firth's penalised likelihood of a logit. Estimates are finite whatever the data, and less biased in small slices.",
  values: PENALTIES,
})
export const MethodEnum = builder.enumType('Method', {
  description:
    'OLS: least squares. WITHIN: least squares on the differences within pairs. LOGIT: maximum likelihood. LINEAR_PROBABILITY: least squares on a 0/1 outcome.',
  values: METHODS,
})
export const TermStatusEnum = builder.enumType('TermStatus', {
  description:
    'SEPARATED: the data predict the outcome perfectly along this term, so that its maximum-likelihood estimate is infinite.',
  values: TERM_STATUSES,
})
