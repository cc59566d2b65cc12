import { loadFrame } from '../../store/frame/load-frame.ts'
import type { Rows } from '../columns/space.ts'
import { spaceOfFrame } from '../columns/spaces.ts'
import { revised } from './projection.ts'
import { ask, type Source, select } from './source.ts'

/** `Pairs.rows`: a frame that has no others. @throws Unavailable where the dataset has been revised */
export const rowsOf = async (
  source: Source,
  { start, limit }: { start: number; limit: number },
): Promise<Rows> => {
  const { connection, outline, terms } = source
  const id = `${terms.row}.row_id`
  const found = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [id],
      rest: `ORDER BY ${id} LIMIT CAST(${bind(limit)} AS int) OFFSET CAST(${bind(start)} AS int)`,
    }),
  )) as [number][]
  const rowIds = found.map(([rowId]) => rowId)
  const frame = await loadFrame(connection, outline.datasetId, rowIds)
  if (frame?.dataRevision !== outline.dataRevision) throw revised()
  return { space: spaceOfFrame(frame), rows: Int32Array.from(frame.rowIds.keys()) }
}
