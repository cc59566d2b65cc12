import type { SchemaTree } from 'hyparquet'
import type { Conversation } from '../domain/conversation.ts'

/** The values of a row by its keys. */
export type Fields = Record<string, unknown>

export type ParsedPair = {
  chosen: Conversation
  rejected: Conversation
  /** What a model gave them, of a format that is scored. */
  rewards?: { chosen: number; rejected: number }
}

/** What reads the rows of one file. */
export type PairParser = {
  /** @throws Unusable where there is no pair. */
  parse: (fields: Fields) => ParsedPair
  /** What people should know once all rows have been read. */
  notices?: () => string[]
}

/** What files of pairs look like, whatever they are written as: JSON lines, a JSON array, CSV or Parquet. */
export type PairFormat = {
  name: string
  /** Keys that every row has. */
  needed: readonly string[]
  /** Which of a file's other keys something is read from. */
  optional: (keys: readonly string[]) => readonly string[]
  /** Whether its files have the rewards of a model beside the pairs. */
  isScored: boolean
  /** @throws InvalidInput for a column of Parquet of another type than is read. */
  checkColumn: (column: SchemaTree, file: string) => void
  openParser: () => PairParser
}
