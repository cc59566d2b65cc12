import { groupName } from '../domain/group-key.ts'
import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import { SIDES, type Side } from '../domain/side.ts'
import { attributeAt } from '../frame/attributes.ts'
import { featureValue, isLabeled } from '../frame/feature-values.ts'
import { type BySide, type LabelColumns, type ListColumn, namesAt } from '../frame/frame.ts'
import type { Space } from '../pairs/columns/space.ts'
import { type Index, marginOf, preferenceOf, regimeOf, rewardOf, shiftOf } from '../pairs/terms.ts'
import type { Metric, Model } from './metric.ts'

/** What lists are joined with. A semicolon would part cells where people have a comma in their numbers. */
const SEPARATOR = ' | '

/** NaN is nothing. */
type Numbers = { number(row: number): number; type?: 'integer' }
type Texts = { text(row: number): string | null; type?: 'boolean' }
type Column = Numbers | Texts

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

/** A model with what its columns' names begin with, and when it was. */
type Staged = { model: Model; name: string; when: string }

type Subjects = { before: Staged; after: Staged; labeler: Index }

/** Why cells of a row are empty. */
const reasonsOf = (space: Space, { before, after, labeler }: Subjects): ((row: number) => string | null) => {
  const { fields } = space
  const labels = space.labels({ labeler, version: 'ORIGINAL' })
  const shift = space.numbers(shiftOf(before.model.index, after.model.index))
  const scores = [before, after].map(({ model: { index }, when }) => ({
    when: ` ${when}`,
    of: space.rewards(index, 'ORIGINAL'),
    margin: space.numbers(marginOf(index)),
  }))
  const measured = space.frame.measures.flatMap((_, measure) =>
    // What no entry has is no lack of this one.
    SIDES.flatMap((side) => space.measures(measure, 'ORIGINAL')?.[side] ?? []),
  )
  const isWhole = (of: LabelColumns, row: number) =>
    fields.every((field) => featureValue(of, field, row) !== null)
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
    const unmeasured = measured.some((numbers) => Number.isNaN(numbers[row]))
      ? 'some measures are not known'
      : null
    const isFar = scores.some(({ margin }, index) => unscored[index] === null && Number.isNaN(margin[row]))
    const far = isFar ? 'a margin beyond the range of numbers' : null
    const isScored = unscored.every((reason) => reason === null)
    const unshifted = isScored && Number.isNaN(shift[row]) ? 'a reward vector without a length' : null
    return (
      [...unscored, unlabeled, unmeasured, far, unshifted]
        .filter((reason) => reason !== null)
        .join(SEPARATOR) || null
    )
  }
}

/** What came with a pair and its entries; a name that another column has is told apart. */
const attributesOf = ({ frame, positions }: Space, taken: ReadonlySet<string>): [string, Column][] =>
  frame.attributes.flatMap((attribute) =>
    attribute.columns.map((values, index): [string, Column] => {
      const side = attribute.scope === 'PAIR' ? 'pair' : SIDES[index].toLowerCase()
      const name = `${side}_${attribute.name}`
      const at = (row: number) => attributeAt(attribute, index, positions?.[row] ?? row)
      return [
        taken.has(name) ? `${name}_attribute` : name,
        'numbers' in values
          ? { number: (row) => (at(row) as number | null) ?? Number.NaN }
          : {
              text: (row) => at(row)?.toString() ?? null,
              type: attribute.kind === 'BOOLEAN' ? 'boolean' : undefined,
            },
      ]
    }),
  )

/** A pair's columns by name, in their order. */
const columnsOf = (space: Space, subjects: Subjects): [string, Column][] => {
  const { frame, fields } = space
  const { before, after, labeler } = subjects
  const [from, to] = [before.model.index, after.model.index]
  const labels = space.labels({ labeler, version: 'ORIGINAL' })
  const codes = {
    regime: space.codes(regimeOf(from, to)),
    preference: space.codes(preferenceOf(labeler)),
  }
  const ties = space.codes({ code: 'TIE' })
  const numbers = (column: Float64Array): Numbers => ({ number: (row) => column[row] })
  const lists = (of: 'topics' | 'discriminations') =>
    labels && { CHOSEN: labels.CHOSEN[of], REJECTED: labels.REJECTED[of] }
  const each = (columnOf: (side: Side, name: string) => [string, Column]) =>
    SIDES.map((side) => columnOf(side, side.toLowerCase()))
  const rewards = ({ model: { index }, name }: Staged): [string, Column][] => [
    ...each((side, of) => [`${name}_${of}`, numbers(space.numbers(rewardOf(index, side)))]),
    [`${name}_margin`, numbers(space.numbers(marginOf(index)))],
  ]
  const plain: [string, Column][] = [
    ['row_id', { number: (row) => space.rowIds[row], type: 'integer' }],
    ['subset', { text: (row) => frame.subsets[space.subset[row]] ?? null }],
    ['group', { text: (row) => groupName(frame.promptKeys[space.prompt[row]]) }],
    ['tie', { number: (row) => ties[row], type: 'integer' }],
    ['regime', { text: (row) => REGIMES[codes.regime[row]] ?? null }],
    ['preference', { text: (row) => PREFERENCES[codes.preference[row]] ?? null }],
    ...rewards(before),
    ...rewards(after),
    ['shift_degrees', numbers(space.numbers(shiftOf(from, to)))],
    ...frame.taxonomy.features.flatMap(({ name: feature }, index) =>
      each((side, name) => [
        `${name}_${feature}`,
        {
          number: (row) => (labels && featureValue(labels[side], fields[index], row)) ?? Number.NaN,
          type: 'integer',
        },
      ]),
    ),
    ...frame.measures.flatMap(({ name: measured }, measure) =>
      each((side, name) => [
        `${name}_${measured}`,
        numbers(space.numbers({ number: 'MEASURE', measure, of: side, version: 'ORIGINAL' })),
      ]),
    ),
    ...each((side, name) => [`${name}_topics`, list(lists('topics'), side, frame.topics)]),
    ...each((side, name) => [
      `${name}_discriminations`,
      list(lists('discriminations'), side, frame.discriminations),
    ]),
  ]
  return [
    ...plain,
    ...attributesOf(space, new Set(plain.map(([name]) => name))),
    ['reason', { text: reasonsOf(space, subjects) }],
  ]
}

/**
 * Some rows of a table of pairs, column by column; NaN and null are nothing. Values are numbers of `number` and `integer`, texts
 * of `text` and `boolean`. The first column has the row ids.
 */
export type PairTable = {
  name: string
  type: 'number' | 'integer' | 'text' | 'boolean'
  values: Float64Array | (string | null)[]
}[]

/** A slice's pairs as a flat table, by row id: `limit` of them at most, from the `start`th on. */
export const pairTable: Metric<Subjects & { start: number; limit: number }, PairTable> = async (
  { pairs },
  { start, limit, ...subjects },
) => {
  const { space, rows } = await pairs.rows({ start, limit })
  return columnsOf(space, subjects).map(([name, column]) => ({
    name,
    type: column.type ?? ('number' in column ? 'number' : 'text'),
    values: 'number' in column ? Float64Array.from(rows, column.number) : Array.from(rows, column.text),
  }))
}
