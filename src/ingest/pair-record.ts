import { whyNoName } from '../domain/names.ts'
import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { isNumber } from './answer-parts.ts'
import { AttributeReader } from './attributes.ts'
import { Cells, shown } from './cells.ts'
import { type FieldPath, parseFieldPath, valueAt } from './field-path.ts'
import { jsonText } from './json-text.ts'
import type { Oddities } from './oddities.ts'
import type { Fields, ParsedPair } from './pair-format.ts'
import { Unusable } from './row.ts'
import { scoreOf } from './score.ts'
import { storable } from './storable.ts'

/** What is read of a pair's row besides what its format reads. */
export type RecordOptions = {
  /** Of all pairs; left out: as the rows say. */
  subset?: string | null
  /** Where the pairs' subsets are; left out: in the column "subset". */
  subsetAt?: FieldPath
  /** Where the pairs' own ids are. */
  id?: FieldPath
  /** What pairs are grouped by; left out: the prompt's id, where the format has one, else its text. */
  group?: FieldPath
  /** Where a model's scores of the first and of the second answer are. */
  scores?: readonly [FieldPath, FieldPath]
  /** Which attributes are read; left out: all. */
  attributes?: readonly string[]
  /** Notes pairs that are odd, and leaves out which of them are not wanted. */
  oddities?: Oddities
}

const MAX_ROW_ID = 2 ** 31 - 1

/** The part of the dataset that a pair says it is of. */
const SUBSET = parseFieldPath('subset')

const subsetOf = (fields: Fields, path: FieldPath): string | null => {
  const subset = valueAt(fields, path)
  if (subset === undefined || subset === null || Number.isNaN(subset)) return null
  if (typeof subset === 'string') {
    if (subset.trim() === '') return null
    const why = whyNoName('subset', subset)
    if (why) throw new Unusable(why)
    return storable(subset, `"${path.text}"`)
  }
  if (isNumber(subset)) return `${subset}`
  throw new Unusable(`"${path.text}" is ${shown(jsonText(subset))}; it must be a text`)
}

/** A text or number that stands for something. */
const idAt = (fields: Fields, path: FieldPath, whose: string): string => {
  const id = valueAt(fields, path)
  if (typeof id === 'string' && id !== '') return storable(id, `"${path.text}"`)
  if (isNumber(id)) return `${id}`
  throw new Unusable(`"${path.text}" is ${jsonText(id ?? null).slice(0, 60)}; it must be ${whose}`)
}

/** Makes records of the pairs of one file. */
export const recordMaker = (options: RecordOptions) => {
  const { subset, subsetAt = SUBSET, id, group, scores, oddities } = options
  const isGiven = subset !== undefined && subset !== null
  const attributes = options.attributes?.length === 0 ? null : new AttributeReader(options.attributes ?? null)
  /** What is read from places that become no attributes. */
  const read = [...(isGiven ? [] : [subsetAt]), ...(id ? [id] : []), ...(scores ?? [])]

  const rewardsOf = (fields: Fields, { rewards, isTurned = false }: ParsedPair) => {
    if (!scores) return rewards
    const [first, second] = scores.map((path) => scoreOf(valueAt(fields, path), path.text))
    return isTurned ? { chosen: second, rejected: first } : { chosen: first, rejected: second }
  }
  const groupOf = (fields: Fields, { group: own }: ParsedPair): string | undefined => {
    if (group) return idAt(fields, group, 'what the pair is grouped by')
    return own === undefined ? undefined : storable(own, 'the id of the prompt')
  }

  return {
    attributes,
    /** All places that are read. */
    places: group ? [...read, group] : read,
    taken: new Set(read.map(({ text }) => text)),
    /** The pair's own id. @throws Unusable */
    idOf: (fields: Fields): string | undefined => id && idAt(fields, id, "the pair's id"),
    /** @throws Unusable */
    record: (
      fields: Fields,
      parsed: ParsedPair,
      rowId: number,
      pairId: string | undefined,
    ): PairRecord | ScoredPairRecord => {
      if (rowId > MAX_ROW_ID) throw new Unusable(`row id ${rowId} is more than ${MAX_ROW_ID}`)
      const { chosen, rejected, tie, beside } = parsed
      const grouped = groupOf(fields, parsed)
      const found = beside && attributes?.read(beside, fields instanceof Cells)
      const pair: PairRecord = {
        rowId,
        subset: isGiven ? subset : subsetOf(fields, subsetAt),
        chosen: chosen.text,
        rejected: rejected.text,
      }
      if (pairId !== undefined) pair.pairId = pairId
      if (chosen.answerAt || rejected.answerAt)
        pair.answers = { chosen: chosen.answerAt ?? null, rejected: rejected.answerAt ?? null }
      if (grouped !== undefined) pair.group = grouped
      if (tie) pair.tie = tie
      if (found) pair.attributes = found
      const rewards = rewardsOf(fields, parsed)
      oddities?.note(pair)
      return rewards ? { ...pair, rewards: { rowId, ...rewards } } : pair
    },
  }
}
