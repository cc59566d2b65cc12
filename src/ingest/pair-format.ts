import type { SchemaTree } from 'hyparquet'
import type { Conversation } from '../domain/conversation.ts'

/** The values of a row by its keys. */
export type Fields = Record<string, unknown>

/** What a row has besides the texts of a pair; scalars in it become attributes. */
export type Beside = {
  pair?: Fields
  chosen?: Fields
  rejected?: Fields
  /** Texts as the row has them: what repeats one is no attribute, of the pair or of its entries. */
  texts?: { ofPair?: readonly unknown[]; ofEntries?: readonly unknown[] }
}

export type ParsedPair = {
  chosen: Conversation
  rejected: Conversation
  /** What a model gave them, of a format that is scored. */
  rewards?: { chosen: number; rejected: number }
  /** Nobody preferred one; chosen is just the first. */
  tie?: boolean
  /** The id of the prompt, where the format has one. */
  group?: string
  /** The row's second answer is the chosen one. */
  isTurned?: boolean
  beside?: Beside
}

/** Which pairs are made of several answers to a prompt. */
export const PAIRINGS = ['all', 'best-worst', 'adjacent'] as const
export type Pairing = (typeof PAIRINGS)[number]

/** By what PKU-SafeRLHF's answers are compared. */
export const PREFERENCES = ['better', 'safer'] as const

export type ParserOptions = {
  pairs: Pairing
  prefer: (typeof PREFERENCES)[number]
  /** Somebody said whose scores the file has. */
  isScored: boolean
  /** Columns that something else is read from: no attributes. */
  taken: ReadonlySet<string>
  /** Rows that the file begins with. */
  first: readonly Fields[]
}

/** What reads the rows of one file. */
export type PairParser = {
  /** Of a row; of all rows that belong together, where the format says which do. @throws Unusable where there is no pair. */
  parse: (fields: Fields, rows: readonly Fields[]) => ParsedPair | ParsedPair[]
  /** What people should know once all rows have been read. */
  notices?: () => string[]
}

/** What files of pairs look like, whatever they are written as: JSON lines, a JSON array, CSV or Parquet. */
export type PairFormat = {
  name: string
  /** What it is known by, for messages. */
  about: string
  /** Keys that every row has. */
  needed: readonly string[]
  /** Which of a file's other keys something is read from, besides attributes; left out: none. */
  optional?: (keys: readonly string[]) => readonly string[]
  /** Whether a row that has all needed keys is one of this format; left out: it is. */
  isSuch?: (fields: Fields) => boolean
  /** Whether its files have the rewards of a model beside the pairs; left out: they don't. */
  isScored?: boolean | 'sometimes'
  /** A row gives several pairs, which are numbered one after the other; else a pair has its row's number. */
  isSeveral?: boolean
  /** Rows one after the other that have the same of this belong together; left out: a row stands alone. */
  together?: (fields: Fields) => unknown
  /** @throws InvalidInput for a column of Parquet of another type than is read; left out: rows are looked at. */
  checkColumn?: (column: SchemaTree, file: string) => void
  openParser: (options: ParserOptions) => PairParser
}
