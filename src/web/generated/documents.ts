// Written by `npm run page:types`.
import alignmentText from '../documents/alignment.graphql'
import breakdownText from '../documents/breakdown.graphql'
import datasetsText from '../documents/datasets.graphql'
import figureText from '../documents/figure.graphql'
import imprintsText from '../documents/imprints.graphql'
import misalignmentText from '../documents/misalignment.graphql'
import pairsText from '../documents/pairs.graphql'
import preferencesText from '../documents/preferences.graphql'
import quadrantsText from '../documents/quadrants.graphql'
import regimesText from '../documents/regimes.graphql'
import revisedText from '../documents/revised.graphql'
import robustnessText from '../documents/robustness.graphql'
import shiftImprintsText from '../documents/shift-imprints.graphql'
import textsText from '../documents/texts.graphql'

/** A GraphQL document, by the name that the server knows it by, with the types of its answer and its variables. */
export type Document<Answer, Variables> = {
  name: string
  text: string
  types?(variables: Variables): Answer
}

export const alignment: Document<AlignmentQuery, AlignmentQueryVariables> = { name: 'alignment', text: alignmentText }
export const breakdown: Document<BreakdownQuery, BreakdownQueryVariables> = { name: 'breakdown', text: breakdownText }
export const datasets: Document<DatasetsQuery, DatasetsQueryVariables> = { name: 'datasets', text: datasetsText }
export const figure: Document<FigureQuery, FigureQueryVariables> = { name: 'figure', text: figureText }
export const imprints: Document<ImprintsQuery, ImprintsQueryVariables> = { name: 'imprints', text: imprintsText }
export const misalignment: Document<MisalignmentQuery, MisalignmentQueryVariables> = { name: 'misalignment', text: misalignmentText }
export const pairs: Document<PairsQuery, PairsQueryVariables> = { name: 'pairs', text: pairsText }
export const preferences: Document<PreferencesQuery, PreferencesQueryVariables> = { name: 'preferences', text: preferencesText }
export const quadrants: Document<QuadrantsQuery, QuadrantsQueryVariables> = { name: 'quadrants', text: quadrantsText }
export const regimes: Document<RegimesQuery, RegimesQueryVariables> = { name: 'regimes', text: regimesText }
export const revised: Document<RevisedSubscription, RevisedSubscriptionVariables> = { name: 'revised', text: revisedText }
export const robustness: Document<RobustnessQuery, RobustnessQueryVariables> = { name: 'robustness', text: robustnessText }
export const shiftImprints: Document<ShiftImprintsQuery, ShiftImprintsQueryVariables> = { name: 'shift-imprints', text: shiftImprintsText }
export const texts: Document<TextsQuery, TextsQueryVariables> = { name: 'texts', text: textsText }

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What training did to a pair. Aligned = the chosen entry's reward is strictly greater; a tie is misaligned. */
export type AlignmentRegime =
  | 'BECAME_ALIGNED'
  | 'REVERSED_ALIGNMENT'
  | 'STAYED_ALIGNED'
  | 'STAYED_MISALIGNED';

/** Of p-values for being several: over the estimated terms without the intercept. */
export type Correction =
  | 'BENJAMINI_HOCHBERG'
  | 'BONFERRONI'
  | 'HOLM'
  | 'NONE';

export type Dimension =
  | 'DISCRIMINATION'
  | 'PREFERENCE'
  | 'REGIME'
  | 'SUBSET'
  | 'TOPIC';

/** IID: classical. HC1: heteroskedasticity-robust. CLUSTER: robust and clustered by pair (CR1). */
export type ErrorType =
  | 'CLUSTER'
  | 'HC1'
  | 'IID';

export type FeatureFilter = {
  /** The feature's name, or an ending of it that is unique. */
  name: string;
  scope?: FeatureScope;
  values?: Array<number>;
};

export type FeatureKind =
  | 'BOOLEAN'
  | 'TERNARY';

export type FeatureScope =
  | 'BOTH'
  | 'CHOSEN'
  | 'EITHER'
  | 'REJECTED';

/** The paper's figures, by what they show. */
export type FigureName =
  /** Figure 16: how the human, the labeler and both models agree. */
  | 'AGREEMENT'
  /** Figure 12: which features rewriting changed. */
  | 'FLIPS'
  /** Figure 3, left: equation 1 of both models. */
  | 'IMPRINTS'
  /** Figure 11: how far other labelers say the same as the audit's. */
  | 'LABELER_AGREEMENT'
  /** Figure 7: reward of the chosen minus the rejected entry, a panel per model. */
  | 'MARGINS'
  /** Figure 3, right: equation 3. */
  | 'MISALIGNMENT'
  /** Figure 14: how common each feature is among chosen and among rejected entries. */
  | 'PREVALENCE'
  /** Figure 8: sigmoid of the chosen and of the rejected entries' rewards. */
  | 'PROBABILITIES'
  /** Figure 10: directions of the reward vectors by regime, before and after. */
  | 'REWARD_DIRECTIONS'
  /** Figure 2: rewards of both models in the plane, and the reward shifts. */
  | 'REWARD_DISTRIBUTION'
  /** Figure 9: rewards of one model in the plane, of all pairs and of the misaligned ones. */
  | 'REWARD_HEATMAP'
  /** Figure 5: equation 4. */
  | 'ROBUSTNESS'
  /** Figure 4: reward shifts by regime and by the labeler's preference. */
  | 'SHIFTS_BY_REGIME'
  /** Figure 3, centre: equation 2. */
  | 'SHIFT_IMPRINTS'
  /** Figure 13: similarity of rewritings by what they did to the post model's rewards. */
  | 'SIMILARITY_BY_SHIFT'
  /** Figure 15: topics and kinds of discrimination. */
  | 'TOPICS';

/** What rewriting did to a feature of an entry: rewritten minus original is positive (GAINED) or negative (LOST). */
export type Flip =
  | 'GAINED'
  | 'LOST';

/** Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`. */
export type FloatRange = {
  gte?: number | null | undefined;
  lte?: number | null | undefined;
};

/** Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`. */
export type IntRange = {
  gte?: number | null | undefined;
  lte?: number | null | undefined;
};

export type MarginFilter = {
  gte?: number | null | undefined;
  lte?: number | null | undefined;
  stage: Stage;
};

/** OLS: least squares. WITHIN: least squares on the differences within pairs. LOGIT: maximum likelihood. LINEAR_PROBABILITY: least squares on a 0/1 outcome. */
export type Method =
  | 'LINEAR_PROBABILITY'
  | 'LOGIT'
  | 'OLS'
  | 'WITHIN';

/** All given conditions must hold. In `audit`, rewards and labels mean those of the audit's own models and labeler. */
export type PairFilter = {
  and?: Array<PairFilter> | null | undefined;
  /** The pair has at least one of these types of discrimination (on either entry). */
  discrimination?: Array<string> | null | undefined;
  feature?: FeatureFilter | null | undefined;
  /** chosen minus rejected reward */
  margin?: MarginFilter | null | undefined;
  not?: PairFilter | null | undefined;
  /** At least one of these; none of an empty list. */
  or?: Array<PairFilter> | null | undefined;
  /** The pair has one of these ids of its own; all of them must be known. */
  pairId?: Array<string> | null | undefined;
  preference?: Array<Preference> | null | undefined;
  regime?: Array<AlignmentRegime> | null | undefined;
  reward?: RewardFilter | null | undefined;
  /** degrees */
  rewardShift?: FloatRange | null | undefined;
  rewritten?: boolean | null | undefined;
  rowId?: IntRange | null | undefined;
  subset?: Array<string> | null | undefined;
  /** Case-insensitive substring of either entry's text. */
  text?: string | null | undefined;
  /** The pair has at least one of these topics (on either entry). */
  topic?: Array<string> | null | undefined;
};

export type PairOrder = {
  by: PairOrderField;
  direction?: SortDirection;
};

/** What pairs are sorted by. Margins are chosen minus rejected; pairs without a value come last. */
export type PairOrderField =
  | 'POST_MARGIN'
  | 'PRE_MARGIN'
  | 'REWARD_SHIFT'
  | 'ROW_ID';

/** The LM labeler's preference within a pair, by the target features in the dataset's order of priority. */
export type Preference =
  | 'CHOSEN'
  | 'INDIFFERENT'
  | 'REJECTED';

export type RewardFilter = {
  gte?: number | null | undefined;
  lte?: number | null | undefined;
  side: Side;
  stage: Stage;
};

/** The entry that the human labeler preferred, or the other one. */
export type Side =
  | 'CHOSEN'
  | 'REJECTED';

export type SortDirection =
  | 'ASC'
  | 'DESC';

/** PRE: before the reward model was trained on the alignment dataset. POST: after. */
export type Stage =
  | 'POST'
  | 'PRE';

/** SEPARATED: the data predict the outcome perfectly along this term, so that its maximum-likelihood estimate is infinite. */
export type TermStatus =
  | 'DROPPED_COLLINEAR'
  | 'DROPPED_CONSTANT'
  | 'DROPPED_VIF'
  | 'ESTIMATED'
  | 'NOT_ESTIMABLE'
  | 'SEPARATED';

export type AlignmentQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type AlignmentQuery = { dataset: { whole: { coverage: { pairs: number } | null, alignment: { resistance: number | null } | null }, audit: { alignmentChangeReason: string | null, pre: { name: string } | null, post: { name: string } | null, labeler: { name: string } | null, coverage: { pairs: number, preScored: number, postScored: number, bothScored: number, labeled: number, complete: number } | null, before: { pairs: number, score: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, after: { pairs: number, score: number | null, resistance: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, alignmentChange: { pValue: number } | null, rewardShift: { mean: number | null, median: number | null, reason: string | null, tTest: { pValue: number } | null } | null } } | null };

export type BreakdownQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  by: Dimension;
}>;


export type BreakdownQuery = { dataset: { audit: { labeler: { name: string } | null, coverage: { pairs: number } | null, breakdown: Array<{ key: string, pairs: number, audit: { alignment: { pairs: number, resistance: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, rewardShift: { pairs: number, mean: number | null, reason: string | null } | null } }> | null } } | null };

export type DatasetsQueryVariables = Exact<{ [key: string]: never; }>;


export type DatasetsQuery = { datasets: Array<{ name: string, description: string | null, revision: number, features: Array<{ name: string, title: string, kind: FeatureKind, inRegressions: boolean }>, rewardModels: Array<{ name: string, stage: Stage | null }>, labelers: Array<{ name: string }>, rewriters: Array<{ name: string }> }> };

export type FigureQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  figure: FigureName;
  stage: Stage;
}>;


export type FigureQuery = { dataset: { audit: { figure: unknown } } | null };

export type ImprintsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type ImprintsQuery = { dataset: { audit: { before: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null, after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type ImprintsTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type MisalignmentQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type MisalignmentQuery = { dataset: { audit: { after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type MisalignmentTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type PairsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  orderBy?: PairOrder | null | undefined;
  after?: string | null | undefined;
}>;


export type PairsQuery = { dataset: { audit: { pre: { name: string } | null, post: { name: string } | null, labeler: { name: string } | null }, pairs: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { rowId: number, subset: string | null, alignmentRegime: AlignmentRegime | null, preference: Preference | null, rewardShift: { degrees: number } | null, chosen: { rewards: Array<{ score: number, model: { name: string } }> }, rejected: { rewards: Array<{ score: number, model: { name: string } }> } } }> } | null } | null };

export type ScoresFragment = { rewards: Array<{ score: number, model: { name: string } }> };

export type PreferencesQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type PreferencesQuery = { dataset: { audit: { preferences: Array<{ preference: Preference, pairs: number, share: number | null, reason: string | null, alignment: { pairs: number, resistance: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } }> | null } } | null };

export type QuadrantsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type QuadrantsQuery = { dataset: { audit: { before: { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null } | null, after: { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null } | null } } | null };

export type SharesFragment = { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null };

export type RegimesQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type RegimesQuery = { dataset: { audit: { regimes: Array<{ regime: AlignmentRegime, pairs: number, prevalence: number | null, reason: string | null, labelerAgreement: { agree: number, disagree: number, rate: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null }, rewardShift: { pairs: number, mean: number | null, median: number | null, reason: string | null } }> | null } } | null };

export type RevisedSubscriptionVariables = Exact<{
  dataset: string;
}>;


export type RevisedSubscription = { datasetRevised: { revision: number } };

export type RobustnessQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type RobustnessQuery = { dataset: { audit: { rewriting: { rewriter: { name: string }, after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } | null } } | null };

export type RobustnessTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type ShiftImprintsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type ShiftImprintsQuery = { dataset: { audit: { after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type ShiftImprintsTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type TextsQueryVariables = Exact<{
  dataset: string;
  rowId: number;
  labeler?: string | null | undefined;
}>;


export type TextsQuery = { dataset: { pair: { prompt: string, chosen: { text: string, label: { topics: Array<string>, discriminatesAgainst: Array<string>, features: Array<{ value: number, feature: { name: string, title: string } }> } | null }, rejected: { text: string, label: { topics: Array<string>, discriminatesAgainst: Array<string>, features: Array<{ value: number, feature: { name: string, title: string } }> } | null } } | null } | null };

export type EntryTextsFragment = { text: string, label: { topics: Array<string>, discriminatesAgainst: Array<string>, features: Array<{ value: number, feature: { name: string, title: string } }> } | null };
