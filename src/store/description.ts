import { InvalidInput } from '../domain/errors.ts'
import { assertStorable } from '../domain/storable.ts'
import { reviseKeptData } from './revise.ts'
import type { Connection } from './sql/connection.ts'

const LONGEST_DESCRIPTION = 1000

/** @throws InvalidInput for a description that nothing may have; null is none */
export const assertDescription = (what: string, description: string | null): void => {
  if (description === null) return
  assertStorable(`description of a ${what}`, description)
  if (description.length > LONGEST_DESCRIPTION)
    throw new InvalidInput(
      `the description of a ${what} has ${LONGEST_DESCRIPTION} characters at most, and this one ${description.length}`,
    )
}

/** Describes a dataset, as a revision of it where that is another description. */
export const describeDataset = (
  connection: Connection,
  datasetId: number,
  description: string | null,
): Promise<void> =>
  connection.transaction('write', async () => {
    const changed = await connection.query(
      'UPDATE dataset SET description = ?2 WHERE id = ?1 AND description IS DISTINCT FROM ?2 RETURNING id',
      [datasetId, description],
    )
    if (changed.length > 0) await reviseKeptData(connection, datasetId)
  })
