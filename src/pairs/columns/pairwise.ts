import type { LabelColumns } from '../../frame/frame.ts'
import { remembering } from '../../frame/remembered.ts'
import { featuresOf, LABEL_WORDS, type Words } from '../features.ts'
import type { PairRows } from '../pairwise.ts'
import type { PatternRequest } from '../patterns.ts'
import { taken } from '../taken.ts'
import { controlNumbers } from './attribute.ts'
import { byPrompt } from './prompts.ts'
import type { Rows, Space } from './space.ts'

/** Labels of some rows, as words. */
const wordsOf = (columns: LabelColumns | null, rows: Int32Array): Words =>
  Array.from({ length: LABEL_WORDS }, (_, word) => {
    const column = columns?.features[word]
    return column ? taken(column, rows) : new Uint32Array(rows.length)
  })

type Columns = Pick<PatternRequest, 'labels' | 'controls'>

/** Numbers of a feature that is no label, by column of labels; null where nothing is known. */
const numbersOf = (
  space: Space,
  feature: number,
  { labels, controls = [] }: Columns,
): readonly (Float64Array | null)[] => {
  const { taxonomy, measures } = space.frame
  const measure = feature - taxonomy.features.length
  const control = controls[measure - measures.length]
  return labels.map(({ side, version }) =>
    control ? controlNumbers(space, control, side) : (space.measures(measure, version)?.[side] ?? null),
  )
}

const measured = (space: Space, feature: number, key: string): Uint8Array => {
  const columns = numbersOf(space, feature, JSON.parse(key))
  const has = new Uint8Array(space.length)
  if (columns.includes(null)) return has
  has.fill(1)
  for (const column of columns as Float64Array[])
    for (let row = 0; row < has.length; row++) if (Number.isNaN(column[row])) has[row] = 0
  return has
}

const KEPT_BYTES = 8 * 2 ** 20

/** By row of a space, 1 where a feature that is no label has a number in all columns (as a key); once for all slices. */
export const measuredIn = remembering<Uint8Array>(KEPT_BYTES, ({ byteLength }) => byteLength)(measured)

/** Elements of a column, in their order; the column's own where rows follow each other. Not to be changed. */
const seen = <T extends Float64Array | Int32Array>(column: T, rows: Int32Array): T => {
  for (let k = 1; k < rows.length; k++) if (rows[k] !== rows[0] + k) return taken(column, rows)
  return column.subarray(rows[0] ?? 0, (rows[0] ?? 0) + rows.length) as T
}

/** Pairs one by one. */
export const pairRowsOf = ({ space, rows: pairs }: Rows, request: PatternRequest): PairRows => {
  const { labels, features, outcomes } = request
  const { rows } = byPrompt(space, pairs)
  const all = featuresOf(space.frame.taxonomy)
  const words = labels.map((of) => wordsOf(space.labels(of)?.[of.side] ?? null, rows))
  return {
    features,
    pair: rows,
    prompt: seen(space.prompt, rows),
    outcomes: outcomes.map((term) => seen(space.numbers(term), rows)),
    columns: labels.length,
    values: (feature, column) =>
      feature < all.length
        ? all[feature].valuesIn(words[column])
        : seen(numbersOf(space, feature, request)[column] as Float64Array, rows),
  }
}
