import { SIDES } from '../../domain/side.ts'
import type { BySide, EntryColumns, LabelColumns } from '../../frame/frame.ts'
import type { Connection } from '../sql/connection.ts'
import { labelBits, listColumnBuilder, rewardColumn } from './shared-columns.ts'

export type Dictionaries = { topics: Map<string, number>; discriminations: Map<string, number> }

type Source = {
  connection: Connection
  datasetId: number
  variantId: number
  /** Ascending row ids: row k of every column is `rowIds[k]`. */
  rowIds: Int32Array
}

/** Pairs per query: what is in memory as rows at a time. */
const CHUNK = 50_000

/** One row per pair, its first column the row id: a pivot is as fast as it gets in a row store. */
const eachPair = async (
  { connection, datasetId, variantId, rowIds }: Source,
  table: string,
  condition: string,
  columns: readonly string[],
  visit: (row: number, values: unknown[]) => void,
) => {
  const sql = `SELECT row_id, ${columns.join(', ')} FROM ${table}
    WHERE dataset_id = ?1 AND variant_id = ?2 AND row_id BETWEEN ?3 AND ?4 AND ${condition}
    GROUP BY row_id ORDER BY row_id`
  for (let start = 0; start < rowIds.length; start += CHUNK) {
    const last = rowIds[Math.min(start + CHUNK, rowIds.length) - 1]
    let row = start
    for (const values of await connection.query(sql, [datasetId, variantId, rowIds[start], last])) {
      while (rowIds[row] < (values[0] as number)) row++
      if (rowIds[row] === values[0]) visit(row, values)
    }
  }
}

const loadRewards = async (source: Source, modelIds: readonly number[]): Promise<EntryColumns['rewards']> => {
  if (modelIds.length === 0) return []
  const columns = modelIds.flatMap((id) =>
    SIDES.map((side) => `max(score) FILTER (WHERE side = '${side}' AND model_id = ${id})`),
  )
  const rewards = modelIds.map(() => ({
    CHOSEN: rewardColumn(source.rowIds.length),
    REJECTED: rewardColumn(source.rowIds.length),
  }))
  const scored = modelIds.map(() => false)
  await eachPair(source, 'reward', 'true', columns, (row, values) => {
    for (let model = 0; model < rewards.length; model++) {
      const chosen = values[1 + 2 * model] as number | null
      const rejected = values[2 + 2 * model] as number | null
      if (chosen !== null) rewards[model].CHOSEN[row] = chosen
      if (rejected !== null) rewards[model].REJECTED[row] = rejected
      scored[model] ||= chosen !== null || rejected !== null
    }
  })
  return rewards.map((columns, model) => (scored[model] ? columns : null))
}

const LABEL_COLUMNS = [
  'features & 4294967295',
  'features >> 32',
  'known & 4294967295',
  'known >> 32',
  'topics',
  'discriminates_against',
]

const loadLabels = async (source: Source, labelerId: number, dictionaries: Dictionaries) => {
  const { length } = source.rowIds
  const builders = SIDES.map(() => ({
    bits: labelBits(length),
    topics: listColumnBuilder(length, dictionaries.topics),
    discriminations: listColumnBuilder(length, dictionaries.discriminations),
  }))
  const columns = SIDES.flatMap((side) =>
    LABEL_COLUMNS.map((column) => `max(${column}) FILTER (WHERE side = '${side}')`),
  )
  let labeled = false
  await eachPair(source, 'label', `labeler_id = ${labelerId}`, columns, (row, values) => {
    builders.forEach(({ bits, topics, discriminations }, side) => {
      const at = 1 + side * LABEL_COLUMNS.length
      if (values[at] === null) return
      labeled = true
      bits.features[0][row] = values[at] as number
      bits.features[1][row] = values[at + 1] as number
      bits.known[0][row] = values[at + 2] as number
      bits.known[1][row] = values[at + 3] as number
      topics.append(row, values[at + 4] as string)
      discriminations.append(row, values[at + 5] as string)
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

/** All rewards and labels of one variant's entries. */
export const loadEntries = async (
  source: Source,
  modelIds: readonly number[],
  labelerIds: readonly number[],
  dictionaries: Dictionaries,
): Promise<EntryColumns> => {
  const rewards = await loadRewards(source, modelIds)
  const labels: (BySide<LabelColumns> | null)[] = []
  for (const labelerId of labelerIds) labels.push(await loadLabels(source, labelerId, dictionaries))
  return { rewards, labels }
}
