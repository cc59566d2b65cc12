import type { FeatureScope } from '../domain/feature-scope.ts'
import type { Side } from '../domain/side.ts'

/** Of entries as they came, or as the rewriter rewrote them whose pairs these are. */
export const VERSIONS = ['ORIGINAL', 'REWRITTEN'] as const
export type Version = (typeof VERSIONS)[number]

/** A model's or a labeler's index in the outline; −1: there is none, and nothing of it is known. */
export type Index = number

/** One labeler's labels on one side. */
export type Labels = { labeler: Index; side: Side; version: Version }

/** A vector (chosen, rejected): a model's rewards, less a centre where there is one, or (−1, −1). */
export type Vector = { model: Index; version: Version; centre?: number } | 'LOWER_BISECTOR'

/** A number of a pair; there may be none. */
export type NumberTerm =
  | { number: 'ROW_ID' }
  | { number: 'REWARD'; model: Index; side: Side; version: Version }
  /** Chosen minus rejected reward; none beyond the range of numbers. */
  | { number: 'MARGIN'; model: Index; version: Version }
  /** The margin of one model less that of another; none beyond the range of numbers. */
  | { number: 'MARGIN_CHANGE'; before: Index; after: Index }
  /** From one vector to another in degrees, in (−180, 180]; none where a vector has no length. */
  | { number: 'ANGLE'; from: Vector; to: Vector }
  /** The sigmoid of a reward. */
  | { number: 'PROBABILITY'; model: Index; side: Side; version: Version }
  /** The probability that a model gives to the entry that it prefers: sigmoid of its margin's size. */
  | { number: 'CONFIDENCE'; model: Index }
  /** What a model loses by the probability p that it gives to the chosen entry, sigmoid of its margin: −log p, or (1 − p)². */
  | { number: 'LOSS'; model: Index; by: 'LOG' | 'SQUARE' }
  /** Cosine similarity of an entry and its rewriting; MEAN: of both sides. */
  | { number: 'SIMILARITY'; side: Side | 'MEAN' }
  /** What came with an entry, or with the pair; none where there is no such NUMBER. */
  | { number: 'ATTRIBUTE'; attribute: string; side: Side }
  /** A measure (its index in the outline) of an entry, or its difference, chosen minus rejected. */
  | { number: 'MEASURE'; measure: Index; of: Side | 'DIFFERENCE'; version: Version }
  /** 1: the model gives the chosen entry no more than the rejected one, else 0. */
  | { number: 'MISALIGNED'; model: Index }
  /** 1: it is aligned on the original and misaligned on the rewriting, else 0. */
  | { number: 'BECAME_MISALIGNED'; model: Index }
  /** What each code of a term counts; null: none. */
  | { number: 'SCORE'; of: CodeTerm; scores: readonly (number | null)[] }
  /** Chosen minus rejected value of a feature (index in the taxonomy). */
  | { number: 'DIFFERENCE'; labeler: Index; feature: number }

/** One of few values, as a code from 0; it may be unknown. */
export type CodeTerm =
  /** 1: the model gives the chosen entry strictly more, else 0. */
  | { code: 'ALIGNED'; model: Index; version: Version }
  /** An index into REGIMES. */
  | { code: 'REGIME'; before: Index; after: Index }
  /** An index into PREFERENCES. */
  | { code: 'PREFERENCE'; labeler: Index }
  /** 1: the labeler said anything of both entries, else 0. */
  | { code: 'LABELED'; labeler: Index }
  /** 1: the human had no preference, else 0. */
  | { code: 'TIE' }
  /** 1: some rewriter rewrote it, else 0. */
  | { code: 'REWRITTEN' }
  /** 2 where the chosen reward is above the centre (left out: 0), and 1 where the rejected is. */
  | { code: 'QUADRANT'; model: Index; centre?: number }
  /** Of the product of some numbers: 0 below 0, 1 at 0, 2 above it. */
  | { code: 'SIGN'; of: readonly NumberTerm[] }
  /** 1: the target features stayed what they were on both sides, else 0. */
  | { code: 'KEEPS_TARGETS'; labeler: Index }
  /** What rewriting did to a feature: an index into FLIP_CODES. */
  | { code: 'FLIP'; labeler: Index; side: Side; feature: number }

/** Codes of a flip: lost, unchanged, gained. */
export const FLIP_CODES = [-1, 0, 1] as const

export type Term = NumberTerm | CodeTerm

/** How many codes a term has. */
export const CODES: Record<CodeTerm['code'], number> = {
  ALIGNED: 2,
  REGIME: 4,
  PREFERENCE: 3,
  LABELED: 2,
  TIE: 2,
  REWRITTEN: 2,
  QUADRANT: 4,
  SIGN: 3,
  KEEPS_TARGETS: 2,
  FLIP: FLIP_CODES.length,
}

/**
 * An attribute's name, and what its values are: some texts (of a NUMBER: numbers as texts), within a range, or none at all.
 * An attribute of pairs is of both of their entries.
 */
export type AttributeCondition = {
  attribute: string
  scope: FeatureScope
  values: readonly string[] | null
  gte: number | null
  lte: number | null
  isNull: boolean | null
}

/** Whether something holds of a pair. What is said of something that is not there does not hold, so that its opposite does. */
export type Condition =
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }
  /** What a named slice stands for. */
  | { slice: string; means: Condition }
  | { known: Term }
  | { code: CodeTerm; isOneOf: readonly number[] }
  /** Both ends belong to the range; null is open. */
  | { number: NumberTerm; gte: number | null; lte: number | null }
  | { rowIds: readonly number[] }
  | { subsets: readonly string[] }
  /** Prompts by their names (domain/group-key.ts); what is none's name is none. */
  | { prompts: readonly string[] }
  | AttributeCondition
  /** A measure, by its name; both ends belong to the range, null is open. */
  | { measure: string; of: Side | 'DIFFERENCE'; gte: number | null; lte: number | null }
  /** Either entry's list has one of the names. */
  | { list: ListName; labeler: Index; names: readonly string[] }
  | { feature: number; labeler: Index; scope: FeatureScope; values: readonly number[] }
  /** A substring of either entry's text, whatever its case. */
  | { text: string }

/** Lists of names that a label has. */
export const LIST_NAMES = ['topics', 'discriminations'] as const
export type ListName = (typeof LIST_NAMES)[number]

export const rewardOf = (model: Index, side: Side, version: Version = 'ORIGINAL'): NumberTerm => ({
  number: 'REWARD',
  model,
  side,
  version,
})
export const marginOf = (model: Index, version: Version = 'ORIGINAL'): NumberTerm => ({
  number: 'MARGIN',
  model,
  version,
})
export const marginChangeOf = (before: Index, after: Index): NumberTerm => ({
  number: 'MARGIN_CHANGE',
  before,
  after,
})
export const alignedBy = (model: Index, version: Version = 'ORIGINAL'): CodeTerm => ({
  code: 'ALIGNED',
  model,
  version,
})
/** Definition 1: from the first model's reward vector to the second's; `centres`: of these models' rewards. */
export const shiftOf = (before: Index, after: Index, centres: readonly number[] = []): NumberTerm => ({
  number: 'ANGLE',
  from: { model: before, version: 'ORIGINAL', centre: centres[0] },
  to: { model: after, version: 'ORIGINAL', centre: centres[1] },
})
export const regimeOf = (before: Index, after: Index): CodeTerm => ({ code: 'REGIME', before, after })
export const signOf = (...of: NumberTerm[]): CodeTerm => ({ code: 'SIGN', of })
export const preferenceOf = (labeler: Index): CodeTerm => ({ code: 'PREFERENCE', labeler })
/** Both entries have the model's reward. */
export const scoredBy = (model: Index, version: Version = 'ORIGINAL'): Condition => ({
  known: alignedBy(model, version),
})

/** The same text for the same term. */
export const keyOf = (term: object): string => JSON.stringify(term)

/** A condition and all that are within it. */
export const conditionsIn = (condition: Condition): Condition[] => {
  const inner =
    'all' in condition
      ? condition.all
      : 'any' in condition
        ? condition.any
        : 'not' in condition
          ? [condition.not]
          : 'slice' in condition
            ? [condition.means]
            : []
  return [condition, ...inner.flatMap(conditionsIn)]
}
