import { NotFound } from '../../domain/errors.ts'
import { revise } from '../revise.ts'
import type { Connection } from '../sql/connection.ts'

/** What an audit means when nobody names a model or a labeler, by name. Null: nothing; left out: as before. */
export type Defaults = { pre?: string | null; post?: string | null; labeler?: string | null }

const PLACES = {
  pre: { column: 'pre_model_id', table: 'reward_model', what: 'reward model' },
  post: { column: 'post_model_id', table: 'reward_model', what: 'reward model' },
  labeler: { column: 'labeler_id', table: 'labeler', what: 'labeler' },
} as const

/** Sets a dataset's defaults, as a revision of it where any is another. @throws NotFound for a model or labeler that it has not */
export const setDefaults = (connection: Connection, datasetId: number, defaults: Defaults): Promise<void> =>
  connection.transaction('write', async () => {
    let changed = false
    for (const [place, { column, table, what }] of Object.entries(PLACES)) {
      const name = defaults[place as keyof Defaults]
      if (name === undefined) continue
      const known = (await connection.query(
        `SELECT id, name FROM ${table} WHERE dataset_id = ?1 ORDER BY id`,
        [datasetId],
      )) as [number, string][]
      const found = known.find((one) => one[1] === name)
      if (name !== null && !found)
        throw new NotFound(
          what,
          name,
          known.map((one) => one[1]),
        )
      const [updated] = await connection.query(
        `UPDATE dataset SET ${column} = ?2 WHERE id = ?1 AND ${column} IS DISTINCT FROM ?2 RETURNING id`,
        [datasetId, found?.[0] ?? null],
      )
      changed ||= updated !== undefined
    }
    if (changed) await revise(connection, datasetId)
  })

/** The first model of a stage that has rewards becomes the dataset's default. To be called with its rewards. */
export const setDefaultModel = async (
  connection: Connection,
  datasetId: number,
  modelId: number,
): Promise<void> => {
  for (const [column, stage] of [
    ['pre_model_id', 'PRE'],
    ['post_model_id', 'POST'],
  ])
    await connection.query(
      `UPDATE dataset SET ${column} = ?2 WHERE id = ?1 AND ${column} IS NULL AND EXISTS (
         SELECT 1 FROM reward_model m WHERE m.dataset_id = ?1 AND m.id = ?2 AND m.stage = '${stage}') RETURNING id`,
      [datasetId, modelId],
    )
}

/** The first labeler that has labels becomes the dataset's default. To be called with its labels. */
export const setDefaultLabeler = async (
  connection: Connection,
  datasetId: number,
  labelerId: number,
): Promise<void> => {
  await connection.query(
    'UPDATE dataset SET labeler_id = ?2 WHERE id = ?1 AND labeler_id IS NULL RETURNING id',
    [datasetId, labelerId],
  )
}
