import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import { SIDES, type Side } from '../domain/side.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import { featureValue, isLabeled } from '../frame/feature-values.ts'
import { type BySide, type LabelColumns, type ListColumn, namesAt } from '../frame/frame.ts'
import { masksOf } from '../frame/patterns.ts'
import type { Slice } from '../frame/slice.ts'
import type { View } from '../frame/view.ts'

/** What lists are joined with. A semicolon would part cells where people have a comma in their numbers. */
const SEPARATOR = ' | '

/** NaN is nothing. */
type Numbers = { number(row: number): number }
type Texts = { text(row: number): string | null }
type Column = Numbers | Texts

const reward = (rewards: BySide<Float64Array> | null, side: Side): Numbers => ({
  number: rewards ? (row) => rewards[side][row] : () => Number.NaN,
})

const list = (columns: BySide<ListColumn> | null, side: Side, names: readonly string[]): Texts => ({
  text: columns ? (row) => namesAt(columns[side], row, names).join(SEPARATOR) || null : () => null,
})

/** 'no rewards before training', or of which entry there is none; null where both entries have theirs. */
const missing = (
  has: (side: Side) => boolean,
  { one, both, when = '' }: { one: string; both: string; when?: string },
): string | null => {
  const sides = SIDES.filter((side) => !has(side))
  if (sides.length === 0) return null
  const [side] = sides
  return sides.length === SIDES.length ? `${both}${when}` : `${one} of the ${side.toLowerCase()} entry${when}`
}

const WHEN: Record<Stage, string> = { PRE: ' before training', POST: ' after training' }

/** Why cells of a row are empty. */
const reasonsOf = ({ rewards, labels, fields, shift, margin }: View): ((row: number) => string | null) => {
  const scores = STAGES.map((stage) => ({ when: WHEN[stage], of: rewards(stage), margin: margin(stage) }))
  const [first, second] = masksOf(fields, [...fields.keys()])
  const isWhole = ({ known: [a, b] }: LabelColumns, row: number) =>
    (a[row] & first) === first && (b[row] & second) === second
  return (row) => {
    const unscored = scores.map(({ when, of }) =>
      missing((side) => of !== null && !Number.isNaN(of[side][row]), {
        one: 'no reward',
        both: 'no rewards',
        when,
      }),
    )
    const unlabeled =
      missing((side) => labels !== null && isLabeled(labels[side], row), {
        one: 'no label',
        both: 'no labels',
      }) ??
      (labels && SIDES.every((side) => isWhole(labels[side], row)) ? null : 'some features are not labeled')
    const isFar = scores.some(({ margin }, index) => unscored[index] === null && Number.isNaN(margin[row]))
    const far = isFar ? 'a margin beyond the range of numbers' : null
    const isScored = unscored.every((reason) => reason === null)
    const unshifted = isScored && Number.isNaN(shift[row]) ? 'a reward vector without a length' : null
    return (
      [...unscored, unlabeled, far, unshifted].filter((reason) => reason !== null).join(SEPARATOR) || null
    )
  }
}

/** A pair's columns by name, in their order. */
const columnsOf = (view: View): [string, Column][] => {
  const { frame, rewards, labels, fields, regime, preference, shift } = view
  const { features } = frame.taxonomy
  const [pre, post] = [rewards('PRE'), rewards('POST')]
  const margins = { PRE: view.margin('PRE'), POST: view.margin('POST') }
  const lists = (of: 'topics' | 'discriminations') =>
    labels && { CHOSEN: labels.CHOSEN[of], REJECTED: labels.REJECTED[of] }
  const each = (columnOf: (side: Side, name: string) => [string, Column]) =>
    SIDES.map((side) => columnOf(side, side.toLowerCase()))
  return [
    ['row_id', { number: (row) => frame.rowIds[row] }],
    ['subset', { text: (row) => frame.subsets[frame.subset[row]] ?? null }],
    ['regime', { text: (row) => REGIMES[regime[row]] ?? null }],
    ['preference', { text: (row) => PREFERENCES[preference[row]] ?? null }],
    ...each((side, name) => [`pre_${name}`, reward(pre, side)]),
    ['pre_margin', { number: (row) => margins.PRE[row] }],
    ...each((side, name) => [`post_${name}`, reward(post, side)]),
    ['post_margin', { number: (row) => margins.POST[row] }],
    ['shift_degrees', { number: (row) => shift[row] }],
    ...features.flatMap(({ name: feature }, index) =>
      each((side, name) => [
        `${name}_${feature}`,
        { number: (row) => (labels && featureValue(labels[side], fields[index], row)) ?? Number.NaN },
      ]),
    ),
    ...each((side, name) => [`${name}_topics`, list(lists('topics'), side, frame.topics)]),
    ...each((side, name) => [
      `${name}_discriminations`,
      list(lists('discriminations'), side, frame.discriminations),
    ]),
    ['reason', { text: reasonsOf(view) }],
  ]
}

/** Some rows of a table of pairs, column by column; NaN and null are nothing. The first column has the row ids. */
export type PairTable = { name: string; values: Float64Array | (string | null)[] }[]

/** A slice's pairs as a flat table, by row id: `limit` of them at most, from the `start`th on. */
export const pairTable = (
  { view, rows }: Slice,
  { start, limit }: { start: number; limit: number },
): PairTable => {
  const some = rows.subarray(start, start + limit)
  return columnsOf(view).map(([name, column]) => ({
    name,
    values: 'number' in column ? Float64Array.from(some, column.number) : Array.from(some, column.text),
  }))
}
