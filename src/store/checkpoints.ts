import { assertCheckpoint, type Checkpoint } from '../domain/checkpoint.ts'
import { revise } from './revise.ts'
import type { Connection } from './sql/connection.ts'

/** Says where a reward model stands, if it is not there already: the dataset's next revision. @throws InvalidInput */
export const placeCheckpoint = async (
  connection: Connection,
  { datasetId, modelId }: { datasetId: number; modelId: number },
  checkpoint: Checkpoint,
): Promise<void> => {
  assertCheckpoint(checkpoint)
  const { series = null, step = null } = checkpoint
  if (series === null && step === null) return
  await connection.transaction('write', async () => {
    const changed = await connection.query(
      `UPDATE reward_model SET series = coalesce(?3, series), step = coalesce(?4, step)
       WHERE dataset_id = ?1 AND id = ?2
         AND (series IS DISTINCT FROM coalesce(?3, series) OR step IS DISTINCT FROM coalesce(?4, step))
       RETURNING id`,
      [datasetId, modelId, series, step],
    )
    if (changed.length > 0) await revise(connection, datasetId)
  })
}
