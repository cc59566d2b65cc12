import type { BitField } from '../../domain/label-bits.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import type { BySide, EntryColumns, LabelColumns } from '../../frame/frame.ts'
import type { Connection, Selected } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { float64Column, labelBits, listColumnBuilder } from './shared-columns.ts'

/** How a label is to be read; the dictionaries grow with what is found. */
export type Meaning = {
  bitFields: readonly BitField[]
  topics: Map<string, number>
  discriminations: Map<string, number>
}

type Source = {
  connection: Connection
  datasetId: number
  variantId: number
  /** Ascending row ids: row k of every column is `rowIds[k]`. */
  rowIds: Int32Array
  /** Whether they are few of the dataset's: to be asked for one by one rather than as a range. */
  few: boolean
}

/** Pairs per query: what is in memory as JSON at a time. */
const CHUNK = 50_000

/** Visits what is selected by ascending row, a part of the pairs at a time. */
const eachRow = async (
  { connection, datasetId, variantId, rowIds, few }: Source,
  select: readonly Selected[],
  { table, condition = 'true', group = '' }: { table: string; condition?: string; group?: string },
  visit: (row: number, columns: unknown[][], at: number) => void,
) => {
  const from = `FROM ${table}
    WHERE dataset_id = ?1 AND variant_id = ?2 AND ${few ? inRows(connection, 3) : 'row_id BETWEEN ?3 AND ?4'}
      AND ${condition} ${group}`
  for (let start = 0; start < rowIds.length; start += CHUNK) {
    const last = rowIds[Math.min(start + CHUNK, rowIds.length) - 1]
    const wanted = few ? [Array.from(rowIds.subarray(start, start + CHUNK))] : [rowIds[start], last]
    const parameters = [datasetId, variantId, ...wanted]
    const [ids, ...columns] = (await connection.columns(
      [{ sql: 'row_id' }, ...select],
      from,
      parameters,
    )) as [number[], ...unknown[][]]
    // The primary key gives them in order as a rule.
    const ordered = ids.every((id, at) => at === 0 || id >= ids[at - 1])
    const order = ordered ? null : Array.from(ids.keys()).sort((a, b) => ids[a] - ids[b])
    let row = start
    for (let k = 0; k < ids.length; k++) {
      const at = order ? order[k] : k
      while (rowIds[row] < ids[at]) row++
      if (rowIds[row] === ids[at]) visit(row, columns, at)
    }
  }
}

const loadRewards = async (source: Source, modelIds: readonly number[]): Promise<EntryColumns['rewards']> => {
  if (modelIds.length === 0) return []
  const select = modelIds.flatMap((id) =>
    SIDES.map((side) => ({
      sql: `max(score) FILTER (WHERE side = '${side}' AND model_id = ${id})`,
      float: true,
    })),
  )
  const rewards = modelIds.map(() => ({
    CHOSEN: float64Column(source.rowIds.length),
    REJECTED: float64Column(source.rowIds.length),
  }))
  const scored = modelIds.map(() => false)
  // A pivot: a fourth of the rows to hand over.
  await eachRow(source, select, { table: 'reward', group: 'GROUP BY row_id' }, (row, columns, at) => {
    for (let model = 0; model < rewards.length; model++) {
      const chosen = columns[2 * model][at] as number | null
      const rejected = columns[2 * model + 1][at] as number | null
      if (chosen !== null) rewards[model].CHOSEN[row] = chosen
      if (rejected !== null) rewards[model].REJECTED[row] = rejected
      scored[model] ||= chosen !== null || rejected !== null
    }
  })
  return rewards.map((columns, model) => (scored[model] ? columns : null))
}

const loadLabels = async (source: Source, labelerId: number, { bitFields, ...dictionaries }: Meaning) => {
  const { length } = source.rowIds
  const builders = SIDES.map(() => ({
    bits: labelBits(length),
    topics: listColumnBuilder(length, dictionaries.topics),
    discriminations: listColumnBuilder(length, dictionaries.discriminations),
  }))
  const high = bitFields.some(({ word }) => word === 1)
  const select = [
    `CASE side WHEN 'CHOSEN' THEN 0 ELSE 1 END`,
    'topics',
    'discriminates_against',
    'features & 4294967295',
    'known & 4294967295',
    ...(high ? ['features >> 32', 'known >> 32'] : []),
  ].map((sql) => ({ sql }))
  let labeled = false
  const condition = `labeler_id = ${labelerId}`
  await eachRow(source, select, { table: 'label', condition }, (row, columns, at) => {
    const [side, topics, discriminations, ...words] = columns
    const builder = builders[side[at] as number]
    labeled = true
    builder.topics.append(row, topics[at] as string)
    builder.discriminations.append(row, discriminations[at] as string)
    words.forEach((word, index) => {
      const column = index % 2 === 0 ? builder.bits.features : builder.bits.known
      column[index >> 1][row] = word[at] as number
    })
  })
  if (!labeled) return null
  const [CHOSEN, REJECTED] = builders.map(
    ({ bits, topics, discriminations }): LabelColumns => ({
      ...bits,
      topics: topics.finish(),
      discriminations: discriminations.finish(),
    }),
  )
  return { CHOSEN, REJECTED } satisfies BySide<LabelColumns>
}

/** Numbers of entries, by measure. */
const loadMeasured = async (source: Source, count: number): Promise<EntryColumns['measures']> => {
  if (count === 0) return []
  const { length } = source.rowIds
  const measures = Array.from({ length: count }, () => ({
    CHOSEN: float64Column(length),
    REJECTED: float64Column(length),
  }))
  const select = [{ sql: 'side' }, { sql: 'numbers' }]
  await eachRow(source, select, { table: 'measured' }, (row, [sides, texts], at) => {
    const numbers: (number | null)[] = JSON.parse(texts[at] as string)
    const side = sides[at] as Side
    for (let measure = 0; measure < numbers.length; measure++)
      measures[measure][side][row] = numbers[measure] ?? Number.NaN
  })
  const isThere = (column: Float64Array) => column.some((number) => !Number.isNaN(number))
  return measures.map((columns) => (isThere(columns.CHOSEN) || isThere(columns.REJECTED) ? columns : null))
}

/** All rewards, labels and measures of one variant's entries. */
export const loadEntries = async (
  source: Source,
  modelIds: readonly number[],
  labelerIds: readonly number[],
  meaning: Meaning & { measures: number },
): Promise<EntryColumns> => {
  const rewards = await loadRewards(source, modelIds)
  const labels: (BySide<LabelColumns> | null)[] = []
  for (const labelerId of labelerIds) labels.push(await loadLabels(source, labelerId, meaning))
  return { rewards, labels, measures: await loadMeasured(source, meaning.measures) }
}
