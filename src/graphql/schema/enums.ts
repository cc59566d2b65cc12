import type { TrajectoryBaseline } from '../../domain/checkpoint.ts'
import type { FeatureScope } from '../../domain/feature-scope.ts'
import type { Flip } from '../../domain/flip.ts'
import type { Measure } from '../../domain/measure.ts'
import type { PairOrder } from '../../domain/pair-order.ts'
import type { Preference } from '../../domain/preference.ts'
import type { Regime } from '../../domain/regime.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import type { Side } from '../../domain/side.ts'
import type { Stage } from '../../domain/stage.ts'
import type { FeatureKind, FeatureRole } from '../../domain/taxonomy.ts'
import type { Adjustment } from '../../metrics/adjustment.ts'
import type { Dimension } from '../../metrics/breakdown.ts'
import type { Chooser } from '../../metrics/choices.ts'
import type { Effects } from '../../metrics/effects.ts'
import type { Link } from '../../metrics/misalignment.ts'
import type { Method } from '../../metrics/regression-model.ts'
import type { Scale } from '../../metrics/regression-options.ts'
import type { Correction, ErrorType, Penalty, TermStatus } from '../../metrics/result-types.ts'
import type { RunKind, RunState } from '../../store/run-kinds.ts'
import { builder } from '../builder.ts'

/** Values of an enum, each with what it means, in the order of the words that they stand for. */
const described = <Name extends string>(words: Record<Name, string>) =>
  Object.fromEntries(
    Object.entries<string>(words).map(([name, description]) => [name, { description }]),
  ) as Record<Name, { description: string }>

export const SideEnum = builder.enumType('Side', {
  description: 'The entry that the human labeler preferred, or the other one.',
  values: described<Side>({
    CHOSEN: 'The human preferred it.',
    REJECTED: 'The human preferred the other one.',
  }),
})
export const StageEnum = builder.enumType('Stage', {
  description: 'PRE: before the reward model was trained on the alignment dataset. POST: after.',
  values: described<Stage>({
    PRE: 'The model before it was trained on the dataset.',
    POST: 'The model after it was trained on the dataset.',
  }),
})
export const ChooserEnum = builder.enumType('Chooser', {
  description: 'Who chooses between the two entries of a pair.',
  values: described<Chooser>({
    HUMAN: 'Whoever labeled the dataset.',
    MODEL: "The stage's model, by its higher reward; pairs with equal rewards are left out.",
    LABELER: "The labeler's preference, over the pairs on which it has one.",
  }),
})
export const RegimeEnum = builder.enumType('AlignmentRegime', {
  description:
    "What training did to a pair. Aligned = the chosen entry's reward is strictly greater; equal ones are misaligned.",
  values: described<Regime>({
    BECAME_ALIGNED: 'Misaligned before training, aligned after it.',
    STAYED_ALIGNED: 'Aligned before and after training.',
    STAYED_MISALIGNED: 'Misaligned before and after training.',
    REVERSED_ALIGNMENT: 'Aligned before training, misaligned after it: training did harm.',
  }),
})
export const PreferenceEnum = builder.enumType('Preference', {
  description:
    "The LM labeler's preference within a pair, by the target features in the dataset's order of priority.",
  values: described<Preference>({
    CHOSEN:
      'The first target feature whose values differ is greater on the chosen entry: the labeler sides with the human.',
    REJECTED: 'It is greater on the rejected entry: the labeler sides against the human.',
    INDIFFERENT: 'No target feature differs.',
  }),
})
export const FlipEnum = builder.enumType('Flip', {
  description:
    'What rewriting did to a feature of an entry: rewritten minus original is positive (GAINED) or negative (LOST).',
  values: described<Flip>({
    GAINED: 'The rewriting has more of the feature than the original.',
    LOST: 'The rewriting has less of the feature than the original.',
  }),
})
export const FeatureKindEnum = builder.enumType('FeatureKind', {
  description: 'Which values a feature has. An unknown value is none of them.',
  values: described<FeatureKind | Measure['kind']>({
    BOOLEAN: '0 (no) or 1 (yes).',
    TERNARY: '-1 (negative), 0 (neutral) or 1 (positive).',
    NUMERIC: 'Any number.',
  }),
})
export const FeatureRoleEnum = builder.enumType('FeatureRole', {
  description:
    'TARGET: a value that the dataset is meant to teach. SPOILER: one that it may teach by accident.',
  values: described<FeatureRole>({
    TARGET: 'What the dataset is meant to teach.',
    SPOILER: 'What it may teach by accident.',
  }),
})
builder.enumType('MeasureScope', {
  description: 'Of which entry a number is meant, or the difference of both.',
  values: described({
    CHOSEN: 'Of the chosen entry.',
    REJECTED: 'Of the rejected entry.',
    DIFFERENCE: 'Chosen minus rejected.',
  }),
})
export const FeatureSourceEnum = builder.enumType('FeatureSource', {
  description: 'Where the values of a feature come from.',
  values: described({
    LABELER: 'What labelers say of an entry.',
    TEXT: 'The text itself.',
    DISCOVERED: "The differences of the entries' embeddings.",
    IMPORTED: 'A file.',
  }),
})
export const FeatureScopeEnum = builder.enumType('FeatureScope', {
  description: "Which of a pair's two entries must have one of the values.",
  values: described<FeatureScope>({
    CHOSEN: 'The chosen entry.',
    REJECTED: 'The rejected entry.',
    EITHER: 'At least one of them.',
    BOTH: 'Each of them; not necessarily the same value.',
  }),
})
export const DimensionEnum = builder.enumType('Dimension', {
  description: 'What pairs can be broken down by.',
  values: described<Dimension>({
    SUBSET: 'The subset that a pair came with. Pairs without one are in no slice.',
    TOPIC: 'What the labeler says that either entry is about: a pair can have several topics, or none.',
    REGIME: 'What training did. Pairs that both models have not scored are in no slice.',
    PREFERENCE: "The labeler's preference. Pairs without the labels that it takes are in no slice.",
    DISCRIMINATION: 'Whom the labeler says that either entry discriminates against: several, or none.',
    SLICE: 'Named slices (see Dataset.namedSlices). A pair can be in several, or in none.',
  }),
})
export const PairOrderFieldEnum = builder.enumType('PairOrderField', {
  description:
    'What pairs are sorted by. Margins are chosen minus rejected; pairs without a value come last.',
  values: described<PairOrder['by']>({
    ROW_ID: "The pair's number in the dataset.",
    REWARD_SHIFT: `The angle from the pre to the post reward vector, in degrees in (-180, 180]. ${DEPENDS_ON_ZERO}`,
    PRE_MARGIN: `Chosen minus rejected reward of the pre model, in its units. One beyond the range of numbers is none. ${DEPENDS_ON_SCALE}`,
    POST_MARGIN: `Chosen minus rejected reward of the post model, in its units. One beyond the range of numbers is none. ${DEPENDS_ON_SCALE}`,
    MARGIN_CHANGE: `The post model's margin less the pre model's. ${DEPENDS_ON_SCALE}`,
  }),
})
export const SortDirectionEnum = builder.enumType('SortDirection', {
  description: 'Which way pairs are sorted. Those without a value come last either way.',
  values: described<PairOrder['direction']>({ ASC: 'The smallest first.', DESC: 'The largest first.' }),
})
export const TrajectoryBaselineEnum = builder.enumType('TrajectoryBaseline', {
  description: 'What each model of a trajectory is compared with.',
  values: described<TrajectoryBaseline>({ PREVIOUS: 'The one before it.', FIRST: 'The first one.' }),
})
export const RewardModelBackendEnum = builder.enumType('RewardModelBackend', {
  description: 'Where rewards come from.',
  values: described({
    IMPORTED: 'From a file.',
    ONNX: 'From a model that npm run score ran.',
    HTTP: 'From a server that npm run score asked.',
  }),
})
const LANGUAGE_MODELS = described({
  IMPORTED: 'From a file.',
  OPENAI: 'From a server with the chat completions of OpenAI.',
  OLLAMA: 'From a server of Ollama.',
})
export const LabelerBackendEnum = builder.enumType('LabelerBackend', {
  description: 'Where labels come from.',
  values: LANGUAGE_MODELS,
})
export const RewriterBackendEnum = builder.enumType('RewriterBackend', {
  description: 'Where rewritings come from.',
  values: LANGUAGE_MODELS,
})
export const RunKindEnum = builder.enumType('RunKind', {
  description: 'What was done to a dataset.',
  values: described<RunKind>({
    PAIRS: 'Pairs were brought in from a file.',
    REWARDS: 'Rewards were brought in from a file.',
    LABELS: 'Labels were brought in from a file.',
    REWRITES: 'Rewritings were brought in from a file.',
    SCORING: 'A reward model scored entries.',
    LABELING: 'A language model labeled entries.',
    REWRITING: 'A language model rewrote pairs.',
    SIMILARITY: 'Rewritings were compared with their originals.',
    MEASURING: 'Texts were measured.',
  }),
})
export const RunStateEnum = builder.enumType('RunState', {
  description: 'How far a run came.',
  values: described<RunState>({
    RUNNING: 'It goes on.',
    DONE: 'It came to its end.',
    FAILED: 'It ended with an error; what it had written is there.',
    INTERRUPTED: 'It was told to stop, or died; what it had written is there, and the same command goes on.',
  }),
})

export const EffectsEnum = builder.enumType('Effects', {
  description:
    "PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code). PROMPT: one intercept per prompt.",
  values: described<Effects>({
    PAIR: 'One intercept per pair: least squares of the differences within pairs. R: lm(dy ~ 0 + dX).',
    NONE: 'One intercept for all entries. R: lm(y ~ X).',
    PROMPT:
      "One intercept per prompt, over the entries of all its pairs: y and X minus their prompt's means. R: lm(yd ~ 0 + Xd).",
  }),
})
export const AdjustmentEnum = builder.enumType('Adjustment', {
  description: 'How what features explain is taken out of rewards.',
  values: described<Adjustment>({
    LINEAR:
      "Each feature's slope in the regression of rewards on features (Audit.imprints) with PAIR effects, beside the features that regressions are on by default; of these the ones that resemble it too much (VIF above 5) are left out. R: dr - dz %*% coef(lm(dr ~ 0 + dX))[z].",
    LOWESS:
      'A local regression of the rewards on one feature, over the entries of all pairs that count, which outliers do not bend. R: r - lowess(z, r, f = 2/3, iter = 3).',
  }),
})
export const LinkEnum = builder.enumType('Link', {
  description:
    "LOGIT: log-odds, as the paper writes. IDENTITY: a linear probability model, as the reference code's published estimates are.",
  values: described<Link>({
    LOGIT: 'Estimates are log-odds. R: glm(y ~ X, binomial).',
    IDENTITY: 'Estimates are differences of probability. R: lm(y ~ X) on the 0/1 outcome.',
  }),
})
export const ErrorTypeEnum = builder.enumType('ErrorType', {
  description:
    "IID: classical. HC1: heteroskedasticity-robust. CLUSTER, PROMPT: robust and clustered by pair, by prompt (CR1). A term that varies in one or two pairs alone (prompts, under PROMPT) has no robust error, whatever R says: residuals of one are 0 there, of two each other's negatives.",
  values: described<ErrorType>({
    IID: 'Classical; of a logit by the inverse Fisher information. R: vcov.',
    HC1: 'White\'s, times n / (n − k). R: sandwich::vcovHC(type = "HC1").',
    CLUSTER:
      'Clustered by pair. R: sandwich::vcovCL(cluster = pair, type = "HC1"). The same as HC1 where a pair is one observation.',
    PROMPT:
      'Robust and clustered by prompt (CR1): the default wherever errors can be chosen. R: sandwich::vcovCL(cluster = prompt, type = "HC1"). Equal to CLUSTER where every prompt has one pair.',
  }),
})
export const CorrectionEnum = builder.enumType('Correction', {
  description: 'Of p-values for being several: over the estimated terms without the intercept. R: p.adjust.',
  values: described<Correction>({
    NONE: 'As they are.',
    BONFERRONI: 'Times their number: no error at all among them, at the level.',
    HOLM: 'No error at all among them, at the level, as BONFERRONI, with more power.',
    BENJAMINI_HOCHBERG: 'The expected share of errors among what is called significant.',
  }),
})
export const ScaleEnum = builder.enumType('Scale', {
  description: 'The units of rewards and numeric features in a regression.',
  values: described<Scale>({
    RAW: 'As they are.',
    STANDARDIZED:
      'In their standard deviations over the observations of the regression, so that models can be compared; labels stay 0 and 1, or −1, 0 and 1. Of a logit features alone.',
  }),
})
export const PenaltyEnum = builder.enumType('Penalty', {
  description:
    "FIRTH: Firth's penalised likelihood of a logit. Estimates are finite whatever the data, and less biased in small slices.",
  values: described<Penalty>({
    NONE: 'Maximum likelihood.',
    FIRTH: "Maximum of the likelihood with Jeffreys' prior. R: logistf::logistf.",
  }),
})
export const MethodEnum = builder.enumType('Method', {
  description:
    'OLS: least squares. WITHIN: least squares on the differences within pairs. LOGIT: maximum likelihood. LINEAR_PROBABILITY: least squares on a 0/1 outcome.',
  values: described<Method>({
    OLS: 'Least squares. R: lm(y ~ X).',
    WITHIN:
      'Least squares on the differences within pairs, or of entries from the means of their prompts. R: lm(dy ~ 0 + dX).',
    LOGIT: 'Maximum likelihood. R: glm(y ~ X, binomial).',
    LINEAR_PROBABILITY: 'Least squares on a 0/1 outcome. R: lm(y ~ X).',
  }),
})
export const TermStatusEnum = builder.enumType('TermStatus', {
  description: 'Whether a term has numbers, or why it has none. The reason beside it says so in words.',
  values: described<TermStatus>({
    ESTIMATED: 'It has an estimate.',
    DROPPED_CONSTANT:
      'The feature does not vary (under PAIR or PROMPT effects: never differs within a pair or prompt).',
    DROPPED_COLLINEAR: 'An exact linear combination of the terms before it.',
    DROPPED_VIF: 'Its variance inflation factor was the largest, and above options.maxVif.',
    SEPARATED:
      'The data predict the outcome perfectly along this term, so that its maximum-likelihood estimate is infinite. options.penalty: FIRTH gives a finite one.',
    NOT_ESTIMABLE:
      'Nobody labeled the feature here, there are fewer observations than terms, or the outcome does not vary.',
  }),
})
