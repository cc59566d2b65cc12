// Written by `npm run page:types`.
import alignmentText from '../documents/alignment.graphql'
import attributesText from '../documents/attributes.graphql'
import breakdownText from '../documents/breakdown.graphql'
import calibrationText from '../documents/calibration.graphql'
import choicesText from '../documents/choices.graphql'
import coverageText from '../documents/coverage.graphql'
import datasetsText from '../documents/datasets.graphql'
import figureText from '../documents/figure.graphql'
import findingsText from '../documents/findings.graphql'
import imprintsText from '../documents/imprints.graphql'
import leaderboardText from '../documents/leaderboard.graphql'
import marginChangeImprintsText from '../documents/margin-change-imprints.graphql'
import marginChangeText from '../documents/margin-change.graphql'
import misalignmentText from '../documents/misalignment.graphql'
import modelComparisonText from '../documents/model-comparison.graphql'
import modelText from '../documents/model.graphql'
import namedSlicesText from '../documents/named-slices.graphql'
import objectivesText from '../documents/objectives.graphql'
import pairsText from '../documents/pairs.graphql'
import preferencesText from '../documents/preferences.graphql'
import quadrantsText from '../documents/quadrants.graphql'
import regimesText from '../documents/regimes.graphql'
import revisedText from '../documents/revised.graphql'
import robustnessText from '../documents/robustness.graphql'
import rulersText from '../documents/rulers.graphql'
import shiftImprintsText from '../documents/shift-imprints.graphql'
import stepsFigureText from '../documents/steps-figure.graphql'
import subjectText from '../documents/subject.graphql'
import textsText from '../documents/texts.graphql'
import trajectoryText from '../documents/trajectory.graphql'
import weakSlicesText from '../documents/weak-slices.graphql'

/** A GraphQL document, by the name that the server knows it by, with the types of its answer and its variables. */
export type Document<Answer, Variables> = {
  name: string
  text: string
  types?(variables: Variables): Answer
}

export const alignment: Document<AlignmentQuery, AlignmentQueryVariables> = { name: 'alignment', text: alignmentText }
export const attributes: Document<AttributesQuery, AttributesQueryVariables> = { name: 'attributes', text: attributesText }
export const breakdown: Document<BreakdownQuery, BreakdownQueryVariables> = { name: 'breakdown', text: breakdownText }
export const calibration: Document<CalibrationQuery, CalibrationQueryVariables> = { name: 'calibration', text: calibrationText }
export const choices: Document<ChoicesQuery, ChoicesQueryVariables> = { name: 'choices', text: choicesText }
export const coverage: Document<CoverageQuery, CoverageQueryVariables> = { name: 'coverage', text: coverageText }
export const datasets: Document<DatasetsQuery, DatasetsQueryVariables> = { name: 'datasets', text: datasetsText }
export const figure: Document<FigureQuery, FigureQueryVariables> = { name: 'figure', text: figureText }
export const findings: Document<FindingsQuery, FindingsQueryVariables> = { name: 'findings', text: findingsText }
export const imprints: Document<ImprintsQuery, ImprintsQueryVariables> = { name: 'imprints', text: imprintsText }
export const leaderboard: Document<LeaderboardQuery, LeaderboardQueryVariables> = { name: 'leaderboard', text: leaderboardText }
export const marginChangeImprints: Document<MarginChangeImprintsQuery, MarginChangeImprintsQueryVariables> = { name: 'margin-change-imprints', text: marginChangeImprintsText }
export const marginChange: Document<MarginChangeQuery, MarginChangeQueryVariables> = { name: 'margin-change', text: marginChangeText }
export const misalignment: Document<MisalignmentQuery, MisalignmentQueryVariables> = { name: 'misalignment', text: misalignmentText }
export const modelComparison: Document<ModelComparisonQuery, ModelComparisonQueryVariables> = { name: 'model-comparison', text: modelComparisonText }
export const model: Document<ModelQuery, ModelQueryVariables> = { name: 'model', text: modelText }
export const namedSlices: Document<NamedSlicesQuery, NamedSlicesQueryVariables> = { name: 'named-slices', text: namedSlicesText }
export const objectives: Document<ObjectivesQuery, ObjectivesQueryVariables> = { name: 'objectives', text: objectivesText }
export const pairs: Document<PairsQuery, PairsQueryVariables> = { name: 'pairs', text: pairsText }
export const preferences: Document<PreferencesQuery, PreferencesQueryVariables> = { name: 'preferences', text: preferencesText }
export const quadrants: Document<QuadrantsQuery, QuadrantsQueryVariables> = { name: 'quadrants', text: quadrantsText }
export const regimes: Document<RegimesQuery, RegimesQueryVariables> = { name: 'regimes', text: regimesText }
export const revised: Document<RevisedSubscription, RevisedSubscriptionVariables> = { name: 'revised', text: revisedText }
export const robustness: Document<RobustnessQuery, RobustnessQueryVariables> = { name: 'robustness', text: robustnessText }
export const rulers: Document<RulersQuery, RulersQueryVariables> = { name: 'rulers', text: rulersText }
export const shiftImprints: Document<ShiftImprintsQuery, ShiftImprintsQueryVariables> = { name: 'shift-imprints', text: shiftImprintsText }
export const stepsFigure: Document<StepsFigureQuery, StepsFigureQueryVariables> = { name: 'steps-figure', text: stepsFigureText }
export const subject: Document<SubjectQuery, SubjectQueryVariables> = { name: 'subject', text: subjectText }
export const texts: Document<TextsQuery, TextsQueryVariables> = { name: 'texts', text: textsText }
export const trajectory: Document<TrajectoryQuery, TrajectoryQueryVariables> = { name: 'trajectory', text: trajectoryText }
export const weakSlices: Document<WeakSlicesQuery, WeakSlicesQueryVariables> = { name: 'weak-slices', text: weakSlicesText }

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What training did to a pair. Aligned = the chosen entry's reward is strictly greater; equal ones are misaligned. */
export type AlignmentRegime =
  /** Misaligned before training, aligned after it. */
  | 'BECAME_ALIGNED'
  /** Aligned before training, misaligned after it: training did harm. */
  | 'REVERSED_ALIGNMENT'
  /** Aligned before and after training. */
  | 'STAYED_ALIGNED'
  /** Misaligned before and after training. */
  | 'STAYED_MISALIGNED';

/** An attribute (see Dataset.attributes) has one of some values, or is in a range; nothing given: it is known. An attribute or a text that the dataset does not have is NOT_FOUND. */
export type AttributeFilter = {
  /** At least; null: whatever. */
  gte?: number | null | undefined;
  /** One of these: texts as they are, "true" or "false", numbers such as "0.5". */
  in?: Array<string> | null | undefined;
  /** true: there is no value; false: there is one. */
  isNull?: boolean | null | undefined;
  /** At most; null: whatever. */
  lte?: number | null | undefined;
  /** The attribute's name. */
  name: string;
  /** On which entries; an attribute of pairs is of both. */
  scope?: FeatureScope;
};

/** What the values of an attribute are. Of several kinds: TEXT. */
export type AttributeKind =
  /** True or false. */
  | 'BOOLEAN'
  /** Any number. */
  | 'NUMBER'
  /** Any text. */
  | 'TEXT';

/** What an attribute is of: a pair, or each of its entries. */
export type AttributeScope =
  /** It is of entries: those of a pair have one each. */
  | 'ENTRY'
  /** It is of pairs. */
  | 'PAIR';

/** How often to draw, and from where. */
export type BootstrapOptions = {
  /** From 2 to 10000. */
  replicates?: number;
  /** Where the random draws begin: one seed gives the same numbers each time. */
  seed?: number;
};

/** Of p-values for being several: over the estimated terms without the intercept. R: p.adjust. */
export type Correction =
  /** The expected share of errors among what is called significant. */
  | 'BENJAMINI_HOCHBERG'
  /** Times their number: no error at all among them, at the level. */
  | 'BONFERRONI'
  /** No error at all among them, at the level, as BONFERRONI, with more power. */
  | 'HOLM'
  /** As they are. */
  | 'NONE';

/** What pairs can be broken down by. */
export type Dimension =
  /** Whom the labeler says that either entry discriminates against: several, or none. */
  | 'DISCRIMINATION'
  /** The labeler's preference. Pairs without the labels that it takes are in no slice. */
  | 'PREFERENCE'
  /** What training did. Pairs that both models have not scored are in no slice. */
  | 'REGIME'
  /** Named slices (see Dataset.namedSlices). A pair can be in several, or in none. */
  | 'SLICE'
  /** The subset that a pair came with. Pairs without one are in no slice. */
  | 'SUBSET'
  /** What the labeler says that either entry is about: a pair can have several topics, or none. */
  | 'TOPIC';

/** IID: classical. HC1: heteroskedasticity-robust. CLUSTER, PROMPT: robust and clustered by pair, by prompt (CR1). A term that varies in one or two pairs alone (prompts, under PROMPT) has no robust error, whatever R says: residuals of one are 0 there, of two each other's negatives. */
export type ErrorType =
  /** Clustered by pair. R: sandwich::vcovCL(cluster = pair, type = "HC1"). The same as HC1 where a pair is one observation. */
  | 'CLUSTER'
  /** White's, times n / (n − k). R: sandwich::vcovHC(type = "HC1"). */
  | 'HC1'
  /** Classical; of a logit by the inverse Fisher information. R: vcov. */
  | 'IID'
  /** Robust and clustered by prompt (CR1): the default wherever errors can be chosen. R: sandwich::vcovCL(cluster = prompt, type = "HC1"). Equal to CLUSTER where every prompt has one pair. */
  | 'PROMPT';

/** The pair has one of some values of a feature. Where the value is unknown it has none. */
export type FeatureFilter = {
  /** The feature's name, or an ending of it (see Feature). */
  name: string;
  /** On which entries. */
  scope?: FeatureScope;
  /** At least one of these: 0, 1; of a TERNARY feature also -1. Others are INVALID_INPUT. */
  values?: Array<number>;
};

/** Which values a feature has. An unknown value is none of them. */
export type FeatureKind =
  /** 0 (no) or 1 (yes). */
  | 'BOOLEAN'
  /** Any number. */
  | 'NUMERIC'
  /** -1 (negative), 0 (neutral) or 1 (positive). */
  | 'TERNARY';

/** Which of a pair's two entries must have one of the values. */
export type FeatureScope =
  /** Each of them; not necessarily the same value. */
  | 'BOTH'
  /** The chosen entry. */
  | 'CHOSEN'
  /** At least one of them. */
  | 'EITHER'
  /** The rejected entry. */
  | 'REJECTED';

/** Where the values of a feature come from. */
export type FeatureSource =
  /** The differences of the entries' embeddings. */
  | 'DISCOVERED'
  /** A file. */
  | 'IMPORTED'
  /** What labelers say of an entry. */
  | 'LABELER'
  /** The text itself. */
  | 'TEXT';

/** The paper's figures and others, by what they show. */
export type FigureName =
  /** Beyond the paper: alignment as if a feature counted for nothing, of options.features each by itself, or of the measures that the model follows most. */
  | 'ADJUSTED'
  /** How the human, the labeler and both models agree (Figure 16 of the paper). */
  | 'AGREEMENT'
  /** How often each checkpoint of a training run prefers what the human chose. */
  | 'ALIGNMENT_OVER_STEPS'
  /** How often the human chose what a model prefers, by the model's confidence. Depends on the scale of the rewards. */
  | 'CALIBRATION'
  /** What decides choices of people and of both models, beside what the models reward. */
  | 'CHOICES'
  /** What decides the choices of each checkpoint of a training run, beside those of people, a panel for each feature. */
  | 'CHOICES_OVER_STEPS'
  /** Which features rewriting changed, and how often (Figure 12 of the paper). */
  | 'FLIPS'
  /** What both models reward: the terms of Audit.imprints (Figure 3 of the paper, left). Depends on the scale of the rewards. */
  | 'IMPRINTS'
  /** What each checkpoint of a training run rewards: terms of Audit.imprints, in standard deviations of its own rewards, a panel for each feature. */
  | 'IMPRINTS_OVER_STEPS'
  /** How far other labelers say the same as the audit's (Figure 11 of the paper). */
  | 'LABELER_AGREEMENT'
  /** Beyond the paper: all models on the pairs that all of them have scored, in tiers, the best first. */
  | 'LEADERBOARD'
  /** Reward of the chosen minus the rejected entry, a panel per model (Figure 7 of the paper). Depends on the scale of the rewards. */
  | 'MARGINS'
  /** The post model's margin less the pre model's, pair by pair. Depends on the scale of the rewards. */
  | 'MARGIN_CHANGES'
  /** What training moved margins by: the terms of Audit.marginChangeImprints. Depends on the scale of the rewards. */
  | 'MARGIN_CHANGE_IMPRINTS'
  /** What goes with misalignment after training: the terms of Audit.misalignment (Figure 3 of the paper, right). */
  | 'MISALIGNMENT'
  /** How common each feature is among chosen and among rejected entries (Figure 14 of the paper). */
  | 'PREVALENCE'
  /** How sigmoid(reward) is distributed over the chosen and over the rejected entries (Figure 8 of the paper). Depends on the zero of the rewards. Depends on the scale of the rewards. */
  | 'PROBABILITIES'
  /** Directions of the reward vectors (chosen, rejected) before and after training, by what training did to the pair (Figure 10 of the paper). Depends on the zero of the rewards. */
  | 'REWARD_DIRECTIONS'
  /** Rewards of both models in the plane, and the reward shifts between them (Figure 2 of the paper). Depends on the zero of the rewards. Depends on the scale of the rewards. */
  | 'REWARD_DISTRIBUTION'
  /** Rewards of one model in the plane, of all pairs and of the misaligned ones (Figure 9 of the paper). Depends on the zero of the rewards. Depends on the scale of the rewards. */
  | 'REWARD_HEATMAP'
  /** What in rewritings makes the post model misaligned: the terms of Rewriting.robustness (Figure 5 of the paper). */
  | 'ROBUSTNESS'
  /** Beyond the paper: each number of the text as a reward model, beside the models themselves. */
  | 'RULERS'
  /** Reward shifts by what training did to the pair and by the labeler's preference (Figure 4 of the paper). Depends on the zero of the rewards. */
  | 'SHIFTS_BY_REGIME'
  /** Mean reward shift to each checkpoint of a training run, from the one before it or the first. Depends on the zero of the rewards. */
  | 'SHIFTS_OVER_STEPS'
  /** What training moved rewards by: the terms of Audit.shiftImprints (Figure 3 of the paper, centre). Depends on the zero of the rewards. */
  | 'SHIFT_IMPRINTS'
  /** Similarity of rewritings by what they did to the post model's rewards (Figure 13 of the paper). Depends on the zero of the rewards. */
  | 'SIMILARITY_BY_SHIFT'
  /** Topics and kinds of discrimination that the labeler found (Figure 15 of the paper). */
  | 'TOPICS';

/** What a finding is about. */
export type FindingKind =
  /** On how many pairs the post model sides with people, and what training did to that. */
  | 'ALIGNMENT'
  /** The post model goes by a feature further than people do. */
  | 'AMPLIFIED'
  /** People go by a feature, and the post model less. */
  | 'NEGLECTED'
  /** Which number of the text people go by. */
  | 'PREFERRED'
  /** There are no labels: what to do for findings beyond what is counted in texts. */
  | 'UNLABELED'
  /** On which pairs the post model goes wrong most. */
  | 'WEAK_SLICE';

/** What rewriting did to a feature of an entry: rewritten minus original is positive (GAINED) or negative (LOST). */
export type Flip =
  /** The rewriting has more of the feature than the original. */
  | 'GAINED'
  /** The rewriting has less of the feature than the original. */
  | 'LOST';

/** Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`. */
export type FloatRange = {
  /** At least; null: whatever. */
  gte?: number | null | undefined;
  /** At most; null: whatever. */
  lte?: number | null | undefined;
};

/** Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`. */
export type IntRange = {
  /** At least; null: whatever. */
  gte?: number | null | undefined;
  /** At most; null: whatever. */
  lte?: number | null | undefined;
};

/** Chosen minus rejected reward is within a range. Where either is missing, or the difference is beyond the range of numbers, there is no margin, and it is in none. Ties have one, too, by the order of their answers, and are found by it; no number about chosen and rejected counts them. */
export type MarginFilter = {
  /** At least; null: whatever. */
  gte?: number | null | undefined;
  /** At most; null: whatever. */
  lte?: number | null | undefined;
  /** PRE or POST: which of the audit's two models. */
  stage: Stage;
};

/** A feature that is measured is within a range. Where it has no value, it is in none; one that the dataset does not have is NOT_FOUND. */
export type MeasureFilter = {
  /** The feature's name, such as length_words. */
  feature: string;
  /** At least; null: whatever. */
  gte?: number | null | undefined;
  /** At most; null: whatever. */
  lte?: number | null | undefined;
  /** Of which entry, or chosen minus rejected. */
  scope?: MeasureScope;
};

/** Of which entry a number is meant, or the difference of both. */
export type MeasureScope =
  /** Of the chosen entry. */
  | 'CHOSEN'
  /** Chosen minus rejected. */
  | 'DIFFERENCE'
  /** Of the rejected entry. */
  | 'REJECTED';

/** OLS: least squares. WITHIN: least squares on the differences within pairs. LOGIT: maximum likelihood. LINEAR_PROBABILITY: least squares on a 0/1 outcome. */
export type Method =
  /** Least squares on a 0/1 outcome. R: lm(y ~ X). */
  | 'LINEAR_PROBABILITY'
  /** Maximum likelihood. R: glm(y ~ X, binomial). */
  | 'LOGIT'
  /** Least squares. R: lm(y ~ X). */
  | 'OLS'
  /** Least squares on the differences within pairs, or of entries from the means of their prompts. R: lm(dy ~ 0 + dX). */
  | 'WITHIN';

/** What the data say of an objective. */
export type Outcome =
  /** The opposite is shown at the level after correction. */
  | 'FAIL'
  /** Neither: the data are too few, or can not tell. */
  | 'INCONCLUSIVE'
  /** What is asked is shown at the level after correction. */
  | 'PASS';

/** All given conditions must hold. In `audit`, rewards and labels mean those of the audit's own models and labeler. */
export type PairFilter = {
  /** All of these, too. */
  and?: Array<PairFilter> | null | undefined;
  /** What came with it, or with its entries, has a value. */
  attribute?: AttributeFilter | null | undefined;
  /** The pair has at least one of these types of discrimination (on either entry). One that neither the taxonomy nor a label has is NOT_FOUND. */
  discrimination?: Array<string> | null | undefined;
  /** One of its entries, or both, have a value of a feature. */
  feature?: FeatureFilter | null | undefined;
  /** It is of one of these prompts, as `Pair.group` names them; a name that no prompt has selects nothing. */
  group?: Array<string> | null | undefined;
  /** Chosen minus rejected reward is in a range. Depends on the scale of the rewards. */
  margin?: MarginFilter | null | undefined;
  /** The margin (chosen minus rejected reward) of the post model less that of the pre model is in a range. Where either has no margin there is no change, and it is in none. Ties have one, too, by the order of their answers, and are found by it; no number about chosen and rejected counts them. Depends on the scale of the rewards. */
  marginChange?: FloatRange | null | undefined;
  /** A number of its entries, or the difference of both, is in a range. */
  measure?: MeasureFilter | null | undefined;
  /** Does not match this. */
  not?: PairFilter | null | undefined;
  /** At least one of these; none of an empty list. */
  or?: Array<PairFilter> | null | undefined;
  /** The pair has one of these ids of its own; all of them must be known. */
  pairId?: Array<string> | null | undefined;
  /** The labeler's is one of these. A pair without the labels that it takes has none, nor has a tie. */
  preference?: Array<Preference> | null | undefined;
  /** Training did one of these to it. A pair that both models have not scored is in none, nor is a tie. */
  regime?: Array<AlignmentRegime> | null | undefined;
  /** One entry's reward is in a range. Depends on the zero of the rewards. Depends on the scale of the rewards. */
  reward?: RewardFilter | null | undefined;
  /** The angle from the pre to the post reward vector, in degrees in (-180, 180], is in a range. Where a reward is missing or a vector has no length there is no angle, and it is in none. Ties have one, too, by the order of their answers, and are found by it; no number about chosen and rejected counts them. Depends on the zero of the rewards. */
  rewardShift?: FloatRange | null | undefined;
  /** Some rewriter rewrote it, or none did. */
  rewritten?: boolean | null | undefined;
  /** Its row id is in this range. */
  rowId?: IntRange | null | undefined;
  /** It is in this named slice (see Dataset.namedSlices). One that there is not is NOT_FOUND. */
  slice?: string | null | undefined;
  /** It came with one of these subsets. One that the dataset does not have is NOT_FOUND. */
  subset?: Array<string> | null | undefined;
  /** Case-insensitive substring of either entry's text. */
  text?: string | null | undefined;
  /** The human had no preference, or had one. Ties are shown, but in no number about chosen and rejected. */
  tie?: boolean | null | undefined;
  /** The pair has at least one of these topics (on either entry). One that neither the taxonomy nor a label has is NOT_FOUND. */
  topic?: Array<string> | null | undefined;
};

/** What pairs are sorted by, and which way. Equal values are in the order of row ids. */
export type PairOrder = {
  /** What to sort by. */
  by: PairOrderField;
  /** Which way. */
  direction?: SortDirection;
};

/** What pairs are sorted by. Margins are chosen minus rejected; pairs without a value come last. */
export type PairOrderField =
  /** The post model's margin less the pre model's. Depends on the scale of the rewards. */
  | 'MARGIN_CHANGE'
  /** Chosen minus rejected reward of the post model, in its units. One beyond the range of numbers is none. Depends on the scale of the rewards. */
  | 'POST_MARGIN'
  /** Chosen minus rejected reward of the pre model, in its units. One beyond the range of numbers is none. Depends on the scale of the rewards. */
  | 'PRE_MARGIN'
  /** The angle from the pre to the post reward vector, in degrees in (-180, 180]. Depends on the zero of the rewards. */
  | 'REWARD_SHIFT'
  /** The pair's number in the dataset. */
  | 'ROW_ID';

/** FIRTH: Firth's penalised likelihood of a logit. Estimates are finite whatever the data, and less biased in small slices. */
export type Penalty =
  /** Maximum of the likelihood with Jeffreys' prior. R: logistf::logistf. */
  | 'FIRTH'
  /** Maximum likelihood. */
  | 'NONE';

/** The LM labeler's preference within a pair, by the target features in the dataset's order of priority. */
export type Preference =
  /** The first target feature whose values differ is greater on the chosen entry: the labeler sides with the human. */
  | 'CHOSEN'
  /** No target feature differs. */
  | 'INDIFFERENT'
  /** It is greater on the rejected entry: the labeler sides against the human. */
  | 'REJECTED';

/** How to estimate, and of what. */
export type RegressionOptions = {
  /** Draws pairs (prompts, where errors or effects are PROMPT) with replacement and estimates again, for an interval of every estimate (Term.bootstrap). Takes as long as so many regressions. */
  bootstrap?: BootstrapOptions | null | undefined;
  /** Features and attributes that are adjusted for, but no terms of the result: their p-values are none of those that are corrected. An attribute of numbers enters as it is, another as a dummy for each value but the first; pairs that lack it are left out. One that is named in features, too, is INVALID_INPUT, and so are attributes of more than 100 values, and in robustness, as no rewriting changes one. */
  controls?: Array<string> | null | undefined;
  /** Of p-values. Confidence intervals are not corrected. */
  correction?: Correction;
  /** What standard errors are robust to. */
  errors?: ErrorType;
  /** Names of features, or endings of these (see Feature). Left out: every feature that the taxonomy marks for regression; where nothing is labeled, what is measured of texts. */
  features?: Array<string> | null | undefined;
  /** Of confidence intervals, each by itself. */
  level?: number;
  /** The feature with the largest variance inflation factor is dropped until none is above this. Null keeps all. */
  maxVif?: number | null | undefined;
  /** Of a logit only. */
  penalty?: Penalty;
  /** In which units rewards and numeric features are. */
  scale?: Scale;
};

/** One entry's reward, in the model's units, is within a range. A missing reward is in none. */
export type RewardFilter = {
  /** At least; null: whatever. */
  gte?: number | null | undefined;
  /** At most; null: whatever. */
  lte?: number | null | undefined;
  /** Of the chosen or of the rejected entry. */
  side: Side;
  /** PRE or POST: which of the audit's two models. */
  stage: Stage;
};

/** The units of rewards and numeric features in a regression. */
export type Scale =
  /** As they are. */
  | 'RAW'
  /** In their standard deviations over the observations of the regression, so that models can be compared; labels stay 0 and 1, or −1, 0 and 1. Of a logit features alone. */
  | 'STANDARDIZED';

/** The entry that the human labeler preferred, or the other one. */
export type Side =
  /** The human preferred it. */
  | 'CHOSEN'
  /** The human preferred the other one. */
  | 'REJECTED';

/** One of dimension, attribute, feature and measure. Numbers are cut into bins of equal counts; equal ones are in one bin, so that there may be fewer. */
export type SliceBy = {
  /** The name of what came with the pairs (see Dataset.attributes). */
  attribute?: string | null | undefined;
  /** Of numbers, from 1 to 100. */
  bins?: number;
  /** What every dataset can have. */
  dimension?: Dimension | null | undefined;
  /** A feature's name, or an ending of it (see Feature). */
  feature?: string | null | undefined;
  /** A measure's name, such as length_words. */
  measure?: string | null | undefined;
  /** On which entries; of numbers of entries CHOSEN or REJECTED. */
  scope?: FeatureScope;
};

/** Which way pairs are sorted. Those without a value come last either way. */
export type SortDirection =
  /** The smallest first. */
  | 'ASC'
  /** The largest first. */
  | 'DESC';

/** PRE: before the reward model was trained on the alignment dataset. POST: after. */
export type Stage =
  /** The model after it was trained on the dataset. */
  | 'POST'
  /** The model before it was trained on the dataset. */
  | 'PRE';

/** Whether a term has numbers, or why it has none. The reason beside it says so in words. */
export type TermStatus =
  /** An exact linear combination of the terms before it. */
  | 'DROPPED_COLLINEAR'
  /** The feature does not vary (under PAIR or PROMPT effects: never differs within a pair or prompt). */
  | 'DROPPED_CONSTANT'
  /** Its variance inflation factor was the largest, and above options.maxVif. */
  | 'DROPPED_VIF'
  /** It has an estimate. */
  | 'ESTIMATED'
  /** Nobody labeled the feature here, there are fewer observations than terms, or the outcome does not vary. */
  | 'NOT_ESTIMABLE'
  /** The data predict the outcome perfectly along this term, so that its maximum-likelihood estimate is infinite. options.penalty: FIRTH gives a finite one. */
  | 'SEPARATED';

/** What each model of a trajectory is compared with. */
export type TrajectoryBaseline =
  /** The first one. */
  | 'FIRST'
  /** The one before it. */
  | 'PREVIOUS';

export type AlignmentQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type AlignmentQuery = { dataset: { whole: { coverage: { pairs: number, ties: number } | null, alignment: { resistance: number | null } | null }, audit: { alignmentChangeReason: string | null, pre: { name: string } | null, post: { name: string } | null, labeler: { name: string } | null, coverage: { pairs: number, ties: number, prompts: number, preScored: number, postScored: number, bothScored: number, labeled: number, complete: number } | null, before: { pairs: number, prompts: number, score: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, after: { pairs: number, prompts: number, score: number | null, resistance: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, alignmentChange: { pValue: number } | null } } | null };

export type AttributesQueryVariables = Exact<{
  dataset: string;
}>;


export type AttributesQuery = { dataset: { attributes: Array<{ name: string, scope: AttributeScope, kind: AttributeKind, values: Array<{ value: string, count: number }>, summary: { min: number | null, max: number | null } | null }>, audit: { coverage: { ties: number } | null } } | null };

export type BreakdownQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  by: SliceBy;
  first: number;
}>;


export type BreakdownQuery = { dataset: { attributes: Array<{ name: string, scope: AttributeScope, kind: AttributeKind }>, namedSlices: Array<{ name: string }>, audit: { labeler: { name: string } | null, coverage: { pairs: number, ties: number } | null, slices: Array<{ key: string, where: string, pairs: number, audit: { alignment: { pairs: number, prompts: number, resistance: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, rewardShift: { pairs: number, mean: number | null, reason: string | null } | null } }> | null } } | null };

export type CalibrationQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type CalibrationQuery = { dataset: { audit: { before: { pairs: number, logLoss: number | null, brier: number | null, expectedCalibrationError: number | null, reason: string | null, logLossInterval: { lower: number, upper: number } | null, bins: Array<{ from: number, to: number, pairs: number, confidence: number | null, agreement: { rate: number | null, confidenceInterval: { lower: number, upper: number } | null } }> } | null, after: { pairs: number, logLoss: number | null, brier: number | null, expectedCalibrationError: number | null, reason: string | null, logLossInterval: { lower: number, upper: number } | null, bins: Array<{ from: number, to: number, pairs: number, confidence: number | null, agreement: { rate: number | null, confidenceInterval: { lower: number, upper: number } | null } }> } | null } } | null };

export type ReliabilityFragment = { pairs: number, logLoss: number | null, brier: number | null, expectedCalibrationError: number | null, reason: string | null, logLossInterval: { lower: number, upper: number } | null, bins: Array<{ from: number, to: number, pairs: number, confidence: number | null, agreement: { rate: number | null, confidenceInterval: { lower: number, upper: number } | null } }> };

export type ChoicesQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  stage: Stage;
  options?: RegressionOptions | null | undefined;
}>;


export type ChoicesQuery = { dataset: { audit: { people: { pairs: number, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null, before: { pairs: number, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null, after: { pairs: number, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null, amplification: { terms: Array<{ feature: string, difference: number | null, adjustedPValue: number | null }> } | null } } | null };

export type ChoicesTermsFragment = { pairs: number, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, status: TermStatus, reason: string | null, estimate: number | null, adjustedPValue: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type CoverageQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type CoverageQuery = { dataset: { whole: { coverage: { pairs: number, ties: number } | null }, audit: { coverage: { pairs: number, ties: number } | null } } | null };

export type DatasetsQueryVariables = Exact<{ [key: string]: never; }>;


export type DatasetsQuery = { datasets: Array<{ name: string, description: string | null, revision: number, features: Array<{ name: string, title: string, kind: FeatureKind, source: FeatureSource, unit: string | null, inRegressions: boolean }>, rewardModels: Array<{ name: string, stage: Stage | null, series: string | null, step: number | null }>, labelers: Array<{ name: string }>, rewriters: Array<{ name: string }> }> };

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

export type FindingsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type FindingsQuery = { dataset: { audit: { findings: Array<{ kind: FindingKind, sentence: string, evidence: string | null, pValue: number | null, feature: { name: string } | null }> | null } } | null };

export type ImprintsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  options?: RegressionOptions | null | undefined;
}>;


export type ImprintsQuery = { dataset: { audit: { before: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null, after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type ImprintsTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type LeaderboardQueryVariables = Exact<{
  dataset: string;
  models?: Array<string> | string | null | undefined;
  where?: PairFilter | null | undefined;
  by?: Array<SliceBy> | SliceBy | null | undefined;
}>;


export type LeaderboardQuery = { dataset: { attributes: Array<{ name: string, scope: AttributeScope, kind: AttributeKind }>, namedSlices: Array<{ name: string }>, leaderboard: { pairs: number, prompts: number, reason: string | null, rows: Array<{ tier: number, scored: number, sliceMean: number | null, model: { name: string, series: string | null, step: number | null }, alignment: { score: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null }, behindBest: { adjustedPValue: number | null, difference: { estimate: number | null, confidenceInterval: { lower: number, upper: number } | null } } | null, worstSlice: { key: string, where: string } | null, worstAlignment: { score: number | null } | null }> } | null } | null };

export type MarginChangeImprintsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  options?: RegressionOptions | null | undefined;
}>;


export type MarginChangeImprintsQuery = { dataset: { audit: { after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type MarginChangeImprintsTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type MarginChangeQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type MarginChangeQuery = { dataset: { audit: { marginChange: { pairs: number, rose: number | null, median: number | null, reason: string | null, mean: { estimate: number | null, pValue: number | null, confidenceInterval: { lower: number, upper: number } | null } } | null, rewardShift: { mean: number | null, median: number | null, reason: string | null, tTest: { pValue: number } | null } | null, centredShift: { mean: number | null, median: number | null, reason: string | null, tTest: { pValue: number } | null } | null } } | null };

export type ShiftFragment = { mean: number | null, median: number | null, reason: string | null, tTest: { pValue: number } | null };

export type MisalignmentQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  options?: RegressionOptions | null | undefined;
}>;


export type MisalignmentQuery = { dataset: { audit: { after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type MisalignmentTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type ModelComparisonQueryVariables = Exact<{
  dataset: string;
  models?: Array<string> | string | null | undefined;
  where?: PairFilter | null | undefined;
  of: Array<string> | string;
}>;


export type ModelComparisonQuery = { dataset: { leaderboard: { pairs: number, comparisons: Array<{ onlyFirst: number, onlySecond: number, adjustedPValue: number | null, reason: string | null, first: { name: string }, second: { name: string }, difference: { estimate: number | null, confidenceInterval: { lower: number, upper: number } | null } }> } | null } | null };

export type ModelQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type ModelQuery = { dataset: { audit: { alignment: { score: number | null, pairs: number, prompts: number, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null } } | null };

export type NamedSlicesQueryVariables = Exact<{
  dataset: string;
}>;


export type NamedSlicesQuery = { dataset: { namedSlices: Array<{ name: string, description: string | null, where: string }> } | null };

export type ObjectivesQueryVariables = Exact<{
  dataset: string;
  post?: string | null | undefined;
}>;


export type ObjectivesQuery = { dataset: { objectives: Array<{ name: string, outcome: Outcome, asked: string, message: string, objective: string, pairs: number, adjustedPValue: number | null, oppositePValue: number | null, detectable: number | null, reason: string | null, warnings: Array<string>, estimate: { estimate: number | null, confidenceInterval: { lower: number, upper: number } | null } }> } | null };

export type PairsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  orderBy?: PairOrder | null | undefined;
  after?: string | null | undefined;
  withValues: boolean;
}>;


export type PairsQuery = { dataset: { attributes: Array<{ name: string }>, audit: { pre: { name: string } | null, post: { name: string } | null, labeler: { name: string } | null }, slice: { coverage: { pairs: number, ties: number, prompts: number } | null }, pairs: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { rowId: number, subset: string | null, group: string, tie: boolean, alignmentRegime: AlignmentRegime | null, preference: Preference | null, marginChange: number | null, siblings: Array<{ rowId: number }> | null, rewardShift: { degrees: number } | null, attributes?: Array<{ name: string, side: Side | null, text: string | null, number: number | null, boolean: boolean | null }>, chosen: { side: Side, measures?: Array<{ value: number, feature: { name: string, title: string, kind: FeatureKind } }>, rewards: Array<{ score: number, model: { name: string } }> }, rejected: { side: Side, measures?: Array<{ value: number, feature: { name: string, title: string, kind: FeatureKind } }>, rewards: Array<{ score: number, model: { name: string } }> } } }> } | null } | null };

export type ScoresFragment = { side: Side, measures?: Array<{ value: number, feature: { name: string, title: string, kind: FeatureKind } }>, rewards: Array<{ score: number, model: { name: string } }> };

export type PreferencesQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type PreferencesQuery = { dataset: { audit: { preferences: Array<{ preference: Preference, pairs: number, share: number | null, reason: string | null, alignment: { pairs: number, prompts: number, resistance: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } }> | null } } | null };

export type QuadrantsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type QuadrantsQuery = { dataset: { audit: { before: { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null } | null, beforeCentred: { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null } | null, after: { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null } | null, afterCentred: { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null } | null } } | null };

export type SharesFragment = { pairs: number, bothPositive: number | null, chosenOnlyPositive: number | null, rejectedOnlyPositive: number | null, bothNegative: number | null, reason: string | null };

export type RegimesQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
}>;


export type RegimesQuery = { dataset: { audit: { regimes: Array<{ regime: AlignmentRegime, pairs: number, prevalence: number | null, reason: string | null, labelerAgreement: { prompts: number, agree: number, disagree: number, rate: number | null, reason: string | null, confidenceInterval: { lower: number, upper: number } | null }, rewardShift: { pairs: number, mean: number | null, median: number | null, reason: string | null } }> | null } } | null };

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
  options?: RegressionOptions | null | undefined;
}>;


export type RobustnessQuery = { dataset: { audit: { rewriting: { rewriter: { name: string }, after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } | null } } | null };

export type RobustnessTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type RulersQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  stage: Stage;
}>;


export type RulersQuery = { dataset: { audit: { rulers: Array<{ higherWins: boolean, reason: string | null, adjustedPValue: number | null, feature: { name: string, title: string }, alignment: { score: number | null, pairs: number, prompts: number, confidenceInterval: { lower: number, upper: number } | null }, modelAgreement: { rate: number | null, reason: string | null, agree: number, disagree: number, prompts: number, confidenceInterval: { lower: number, upper: number } | null } }> | null } } | null };

export type ShiftImprintsQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  options?: RegressionOptions | null | undefined;
}>;


export type ShiftImprintsQuery = { dataset: { audit: { after: { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> } | null } } | null };

export type ShiftImprintsTermsFragment = { method: Method, errors: ErrorType, correction: Correction, pairs: number, rSquared: number | null, warnings: Array<string>, terms: Array<{ title: string, feature: string | null, side: Side | null, flip: Flip | null, status: TermStatus, reason: string | null, estimate: number | null, perStandardDeviation: number | null, adjustedPValue: number | null, vif: number | null, confidenceInterval: { lower: number, upper: number } | null }> };

export type StepsFigureQueryVariables = Exact<{
  dataset: string;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  figure: FigureName;
  models?: Array<string> | string | null | undefined;
  against: TrajectoryBaseline;
  features?: Array<string> | string | null | undefined;
  options?: RegressionOptions | null | undefined;
}>;


export type StepsFigureQuery = { dataset: { audit: { figure: unknown } } | null };

export type SubjectQueryVariables = Exact<{
  dataset: string;
}>;


export type SubjectQuery = { dataset: { name: string, audit: { pre: { name: string } | null, post: { name: string } | null, labeler: { name: string } | null } } | null };

export type TextsQueryVariables = Exact<{
  dataset: string;
  rowId: number;
  labeler?: string | null | undefined;
}>;


export type TextsQuery = { dataset: { pair: { prompt: string, tie: boolean, attributes: Array<{ name: string, side: Side | null, text: string | null, number: number | null, boolean: boolean | null }>, chosen: { side: Side, text: string, measures: Array<{ value: number, feature: { name: string, title: string, kind: FeatureKind } }>, label: { topics: Array<string>, discriminatesAgainst: Array<string>, features: Array<{ value: number, feature: { name: string, title: string } }> } | null }, rejected: { side: Side, text: string, measures: Array<{ value: number, feature: { name: string, title: string, kind: FeatureKind } }>, label: { topics: Array<string>, discriminatesAgainst: Array<string>, features: Array<{ value: number, feature: { name: string, title: string } }> } | null } } | null } | null };

export type EntryTextsFragment = { side: Side, text: string, measures: Array<{ value: number, feature: { name: string, title: string, kind: FeatureKind } }>, label: { topics: Array<string>, discriminatesAgainst: Array<string>, features: Array<{ value: number, feature: { name: string, title: string } }> } | null };

export type TrajectoryQueryVariables = Exact<{
  dataset: string;
  models?: Array<string> | string | null | undefined;
  against: TrajectoryBaseline;
  where?: PairFilter | null | undefined;
  labeler?: string | null | undefined;
}>;


export type TrajectoryQuery = { dataset: { trajectory: Array<{ step: number | null, model: { name: string }, audit: { pre: { name: string } | null, alignment: { score: number | null, pairs: number, prompts: number, reason: string | null, confidenceInterval: { lower: number, upper: number } | null } | null, alignmentChange: { pValue: number } | null, marginChange: { mean: { estimate: number | null, confidenceInterval: { lower: number, upper: number } | null } } | null } }> | null } | null };

export type WeakSlicesQueryVariables = Exact<{
  dataset: string;
  pre?: string | null | undefined;
  post?: string | null | undefined;
  labeler?: string | null | undefined;
  where?: PairFilter | null | undefined;
  stage: Stage;
  first: number;
}>;


export type WeakSlicesQuery = { dataset: { audit: { weakSlices: Array<{ by: string, ofChosen: boolean, key: string, where: string, difference: number, adjustedPValue: number | null, reason: string | null, alignment: { score: number | null, pairs: number, prompts: number, confidenceInterval: { lower: number, upper: number } | null }, rest: { score: number | null, pairs: number } }> | null } } | null };
