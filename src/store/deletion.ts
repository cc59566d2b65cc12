import { notifyRevised, revise } from './revise.ts'
import type { Connection } from './sql/connection.ts'

/** A dataset, or what it has by name. */
export const DELETABLE = ['dataset', 'model', 'labeler', 'rewriter'] as const
export type Deletable = (typeof DELETABLE)[number]
/** `id`: within its dataset; of a rewriter its variant's. Of the dataset itself nothing. */
export type DeletionTarget = { what: Deletable; datasetId: number; id: number | null }

/** Pairs of one transaction. */
export const PAIRS = 2000

const BY_ID = 'WHERE dataset_id = ?1 AND id = ?2'

/** Rows that there are by the hundred thousand, as conditions by row id; what refers to them goes with them. */
const ROWS: Record<Deletable, readonly string[]> = {
  dataset: ['pair WHERE dataset_id = ?1'],
  model: ['reward WHERE dataset_id = ?1 AND model_id = ?2'],
  labeler: ['label WHERE dataset_id = ?1 AND labeler_id = ?2'],
  rewriter: [
    'rewrite WHERE dataset_id = ?1 AND variant_id = ?2',
    'entry WHERE dataset_id = ?1 AND variant_id = ?2',
  ],
}

/** All else, in the end. Ids are given again: nothing may be kept about one. */
const REST: Record<Deletable, readonly string[]> = {
  dataset: ['dataset WHERE id = ?1'],
  model: ["claim WHERE dataset_id = ?1 AND by_id = ?2 AND what = 'reward'", `reward_model ${BY_ID}`],
  labeler: [
    "claim WHERE dataset_id = ?1 AND by_id = ?2 AND what = 'label'",
    'label_batch WHERE dataset_id = ?1 AND labeler_id = ?2',
    `labeler ${BY_ID}`,
  ],
  rewriter: [
    "claim WHERE dataset_id = ?1 AND (variant_id = ?2 OR (by_id = ?2 AND what = 'rewriting'))",
    'label_batch WHERE dataset_id = ?1 AND variant_id = ?2',
    `variant ${BY_ID}`,
  ],
}

const idsOf = ({ datasetId, id }: DeletionTarget) => (id === null ? [datasetId] : [datasetId, id])

/** The columns of a dataset that name its default models and labeler, and those that have rows and could be it instead. */
const DEFAULTS = [
  {
    column: 'pre_model_id',
    of: 'model',
    others: "reward_model o JOIN reward r ON r.model_id = o.id AND o.stage = 'PRE'",
  },
  {
    column: 'post_model_id',
    of: 'model',
    others: "reward_model o JOIN reward r ON r.model_id = o.id AND o.stage = 'POST'",
  },
  { column: 'labeler_id', of: 'labeler', others: 'labeler o JOIN label r ON r.labeler_id = o.id' },
] as const

/**
 * What is to be done before rows go: another model or labeler becomes the dataset's default, and commands that were
 * cut off begin anew, because what they have written may go. Tells which columns of the dataset changed.
 */
export const beginDeletion = (connection: Connection, target: DeletionTarget): Promise<string[]> =>
  connection.transaction('write', async () => {
    const { datasetId, what } = target
    await connection.query(
      "UPDATE run SET position = 0 WHERE dataset_id = ?1 AND state <> 'DONE' RETURNING id",
      [datasetId],
    )
    const changed: string[] = []
    for (const { column, of, others } of DEFAULTS) {
      if (of !== what) continue
      const [updated] = await connection.query(
        `UPDATE dataset SET ${column} = (
           SELECT min(o.id) FROM ${others} WHERE o.dataset_id = ?1 AND r.dataset_id = ?1 AND o.id <> ?2)
         WHERE id = ?1 AND ${column} = ?2 RETURNING id`,
        idsOf(target),
      )
      if (updated) changed.push(column)
    }
    if (changed.length > 0) await revise(connection, datasetId)
    return changed
  })

/**
 * Deletes what belongs to the next pairs behind row `after`. What is left is a dataset of its own revision at all times.
 *
 * @returns the last of these rows; null when there are no more
 */
export const deleteRows = (
  connection: Connection,
  target: DeletionTarget,
  after: number,
): Promise<number | null> =>
  connection.transaction('write', async () => {
    const { datasetId, what } = target
    const [[last]] = (await connection.query(
      `SELECT max(row_id) FROM (SELECT row_id FROM pair WHERE dataset_id = ?1 AND row_id > ?2
         ORDER BY row_id LIMIT ${PAIRS}) AS batch`,
      [datasetId, after],
    )) as [number | null][]
    if (last === null) return null
    const ids = idsOf(target)
    const range = `row_id > ?${ids.length + 1} AND row_id <= ?${ids.length + 2}`
    let deleted = 0
    for (const rows of ROWS[what]) {
      const gone = await connection.query(`DELETE FROM ${rows} AND ${range} RETURNING row_id`, [
        ...ids,
        after,
        last,
      ])
      deleted += gone.length
    }
    if (deleted > 0) await revise(connection, datasetId)
    return last
  })

/** Deletes what has no rows any more, with all that is known about it. */
export const endDeletion = (connection: Connection, target: DeletionTarget): Promise<void> =>
  connection.transaction('write', async () => {
    const { what, datasetId } = target
    for (const rest of REST[what]) await connection.query(`DELETE FROM ${rest} RETURNING 1`, idsOf(target))
    await (what === 'dataset' ? notifyRevised : revise)(connection, datasetId)
  })
