import { NotFound } from '../../domain/errors.ts'
import { groupKeyOf } from '../../domain/group-key.ts'
import { inSlice } from '../../domain/in-slice.ts'
import { type Interruption, stopIfAborted } from '../../domain/interruption.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { featureValue } from '../../frame/feature-values.ts'
import { type ListColumn, positionOf } from '../../frame/frame.ts'
import { measuredTerm } from '../measure.ts'
import type { Condition } from '../terms.ts'
import { holdsOfAttribute } from './attribute.ts'
import type { Space } from './space.ts'

/** Row ids of the pairs whose texts have a substring: texts are not in the frame. */
export type TextMatches = ReadonlyMap<string, Int32Array>

/** Of a row of a space. */
export type Holds = (row: number) => boolean

const codesNamed = (what: string, names: readonly string[], all: readonly string[]): Set<number> => {
  const codes = new Map(all.map((name, code) => [name, code]))
  return new Set(
    names.map((name) => {
      const code = codes.get(name)
      if (code === undefined) throw new NotFound(what, name, [...all].sort())
      return code
    }),
  )
}

const hasCode = ({ offsets, codes }: ListColumn, wanted: ReadonlySet<number>, row: number): boolean => {
  for (let at = offsets[row]; at < offsets[row + 1]; at++) if (wanted.has(codes[at])) return true
  return false
}

const ofFeature = (
  space: Space,
  { feature, labeler, scope, values }: Extract<Condition, { feature: number }>,
): Holds => {
  const labels = space.labels({ labeler, version: 'ORIGINAL' })
  if (!labels) return () => false
  const field = space.fields[feature]
  const wanted = new Set(values)
  const has = (side: Side, row: number) => {
    const value = featureValue(labels[side], field, row)
    return value !== null && wanted.has(value)
  }
  if (scope === 'EITHER') return (row) => has('CHOSEN', row) || has('REJECTED', row)
  if (scope === 'BOTH') return (row) => has('CHOSEN', row) && has('REJECTED', row)
  return (row) => has(scope, row)
}

const ofPrompts = ({ frame, positions }: Space, names: readonly string[]): Holds => {
  const keys = new Set(names.map(groupKeyOf))
  const isMeant = Array.from(frame.promptKeys, (key) => keys.has(key))
  return (row) => isMeant[frame.prompt[positions?.[row] ?? row]]
}

const ofRowIds = (space: Space, rowIds: Iterable<number>): Holds => {
  const rows = new Uint8Array(space.length)
  for (const rowId of rowIds) {
    const position = positionOf(space.rowIds, rowId)
    if (position >= 0) rows[position] = 1
  }
  return (row) => rows[row] === 1
}

const ofCodes = (codes: Int8Array, wanted: readonly number[]): Holds => {
  if (wanted.length === 1) {
    const [only] = wanted
    return (row) => codes[row] === only
  }
  const set = new Set(wanted)
  return (row) => set.has(codes[row])
}

const WHAT = { topics: 'topic', discriminations: 'type of discrimination' } as const

/** @throws NotFound for names that the dataset does not have */
export const holdsOf = (space: Space, condition: Condition, texts: TextMatches = new Map()): Holds => {
  const { frame } = space
  const each = (all: readonly Condition[]) => all.map((one) => holdsOf(space, one, texts))
  if ('all' in condition) {
    const all = each(condition.all)
    return all.length === 1 ? all[0] : (row) => all.every((holds) => holds(row))
  }
  if ('any' in condition) {
    const any = each(condition.any)
    return (row) => any.some((holds) => holds(row))
  }
  if ('not' in condition) {
    const [holds] = each([condition.not])
    return (row) => !holds(row)
  }
  if ('slice' in condition) {
    try {
      return each([condition.means])[0]
    } catch (error) {
      throw inSlice(condition.slice, error)
    }
  }
  if ('known' in condition) {
    if ('code' in condition.known) {
      const codes = space.codes(condition.known)
      return (row) => codes[row] >= 0
    }
    const numbers = space.numbers(condition.known)
    return (row) => !Number.isNaN(numbers[row])
  }
  if ('code' in condition) return ofCodes(space.codes(condition.code), condition.isOneOf)
  if ('number' in condition) {
    const numbers = space.numbers(condition.number)
    const [low, high] = [condition.gte ?? -Infinity, condition.lte ?? Infinity]
    // False for NaN, which is none.
    return (row) => numbers[row] >= low && numbers[row] <= high
  }
  if ('rowIds' in condition) return ofRowIds(space, condition.rowIds)
  if ('subsets' in condition) {
    const codes = codesNamed('subset', condition.subsets, frame.subsets)
    return (row) => codes.has(space.subset[row])
  }
  if ('prompts' in condition) return ofPrompts(space, condition.prompts)
  if ('attribute' in condition) return holdsOfAttribute(space, condition)
  if ('measure' in condition) {
    const { gte, lte } = condition
    return holdsOf(space, { number: measuredTerm(frame, condition), gte, lte })
  }
  if ('list' in condition) {
    const { list, labeler, names } = condition
    const labels = space.labels({ labeler, version: 'ORIGINAL' })
    const codes = codesNamed(WHAT[list], names, frame[list])
    if (!labels) return () => false
    return (row) => SIDES.some((side) => hasCode(labels[side][list], codes, row))
  }
  if ('feature' in condition) return ofFeature(space, condition)
  return ofRowIds(space, texts.get(condition.text) ?? [])
}

/** How often a selection looks whether anybody still waits for it: each so many rows. */
const ROWS = 1024

/** The rows for which a condition holds, ascending. @throws NotFound, Cancelled */
export const select = (
  space: Space,
  condition: Condition | null,
  texts?: TextMatches,
  signal?: Interruption,
): Int32Array => {
  const rows = new Int32Array(space.length)
  const holds = condition ? holdsOf(space, condition, texts) : () => true
  let count = 0
  for (let row = 0; row < rows.length; row++) {
    if (row % ROWS === 0) stopIfAborted(signal)
    if (holds(row)) rows[count++] = row
  }
  // Not a part of what is as long as the frame: slices are kept.
  return count === rows.length ? rows : rows.slice(0, count)
}
