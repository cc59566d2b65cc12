import type { Prisma } from './prisma.ts'
import { reviseKeptData } from './revise.ts'
import type { Connection } from './sql/connection.ts'

/** An objective as it is kept with its dataset. */
export type SavedObjective = {
  name: string
  /** As src/objectives has it, its name included. */
  objective: Record<string, unknown>
  /** Its number when it was kept, and of which revision; null: none was kept. */
  baseline: { estimate: number | null; standardError: number | null; revision: number } | null
}

/** A dataset's saved objectives, in the order in which they came. */
export const savedObjectives = async (prisma: Prisma, datasetId: number): Promise<SavedObjective[]> => {
  const rows = await prisma.objective.findMany({
    where: { datasetId },
    orderBy: [{ position: 'asc' }, { name: 'asc' }],
  })
  return rows.map(({ name, objective, baseline }) => ({
    name,
    objective: objective as SavedObjective['objective'],
    baseline: baseline as SavedObjective['baseline'],
  }))
}

/** Keeps objectives with their dataset, as a revision of it: each in the place of the one of its name, new ones behind the others. */
export const saveObjectives = (
  connection: Connection,
  datasetId: number,
  objectives: readonly SavedObjective[],
): Promise<void> =>
  connection.transaction('write', async () => {
    const json = connection.provider === 'postgresql' ? '::jsonb' : ''
    for (const { name, objective, baseline } of objectives)
      await connection.query(
        `INSERT INTO objective (dataset_id, name, position, objective, baseline)
         SELECT ?1, ?2, coalesce(max(position), -1) + 1, ?3${json}, ?4${json} FROM objective WHERE dataset_id = ?1
         ON CONFLICT (dataset_id, name) DO UPDATE SET objective = excluded.objective, baseline = excluded.baseline
         RETURNING name`,
        [datasetId, name, JSON.stringify(objective), baseline && JSON.stringify(baseline)],
      )
    await reviseKeptData(connection, datasetId)
  })

/** Removes saved objectives, as a revision of their dataset. Returns names that none has: then all stay. */
export const removeObjectives = (
  connection: Connection,
  datasetId: number,
  names: readonly string[],
): Promise<string[]> =>
  connection.transaction('write', async () => {
    const rows = await connection.query('SELECT name FROM objective WHERE dataset_id = ?1', [datasetId])
    const known = new Set(rows.map(([name]) => name))
    const missing = names.filter((name) => !known.has(name))
    if (missing.length > 0 || names.length === 0) return missing
    for (const name of names)
      await connection.query('DELETE FROM objective WHERE dataset_id = ?1 AND name = ?2 RETURNING name', [
        datasetId,
        name,
      ])
    await reviseKeptData(connection, datasetId)
    return []
  })
