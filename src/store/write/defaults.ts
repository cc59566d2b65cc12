import type { Connection } from '../sql/connection.ts'

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
