import type { AnswerAt } from './conversation.ts'
import type { Side } from './side.ts'

/** What comes with a pair or an entry besides its texts; a value that is not there is left out. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

/** What the files bring, one record a pair, whatever its format. */
export type PairRecord = {
  rowId: number
  /** Its id where it comes from; left out: what is stored stays. */
  pairId?: string
  subset: string | null
  chosen: string
  rejected: string
  /** Where the answers begin, if the texts alone don't tell. */
  answers?: { chosen: AnswerAt; rejected: AnswerAt }
  /** What the pair is grouped by, if its file says so; left out: the text that both entries share. */
  group?: string
  /** The human had no preference: chosen is just the first. */
  tie?: boolean
  attributes?: { pair: Attributes; chosen: Attributes; rejected: Attributes }
}

/** The rewards of one model for both entries of a pair; null where the file has none. */
export type RewardRecord = { rowId: number; chosen: number | null; rejected: number | null }

/** A pair with the rewards that came in the same line. */
export type ScoredPairRecord = PairRecord & { rewards: RewardRecord }

/** In the order of the taxonomy's features, null where unknown; undefined where nothing is said: what is stored stays. */
export type LabelValues = readonly (number | null | undefined)[]

export type LabelRecord = {
  rowId: number
  side: Side
  values: LabelValues
  /** Left out: nothing is said. */
  topics?: readonly string[]
  discriminatesAgainst?: readonly string[]
}

/** What a row of labels says: of a labeler, and numbers, which are nobody's, in the order of what is declared. */
export type LabelRow = LabelRecord & { numbers: LabelValues }

/** One text of a rewritten pair with what the file says of it. */
export type RewriteEntryRecord = {
  text: string
  /** Reward of the pre and of the post model; null where the file has none. */
  pre: number | null
  post: number | null
  values: LabelValues
}

export type RewriteRecord = {
  rowId: number
  original: Record<Side, RewriteEntryRecord>
  rewritten: Record<Side, RewriteEntryRecord>
  similarity: Record<Side, number | null>
}
