import type { Frame } from '../../frame/frame.ts'
import { loadKeptData } from '../named-slices.ts'
import type { Connection } from '../sql/connection.ts'
import { readFrameFile, removeOtherFrameFiles, writeFrameFile } from './frame-file.ts'
import { loadFrame } from './load-frame.ts'

/** Fewer are read from rows as fast. */
const LEAST_PAIRS = 10_000

/** Null: there is no such dataset, or it has not been revised since keys are given. */
const dataKeyOf = async (connection: Connection, datasetId: number): Promise<string | null> => {
  const [row] = await connection.query('SELECT data_key FROM dataset WHERE id = ?1', [datasetId])
  return (row?.[0] as string | null) ?? null
}

/** `keep` writes the frame to its file, and removes those that nobody reads any more; null: it came from there, or is not worth it. */
export type Opened = { frame: Frame | null; keep: (() => Promise<void>) | null }

/**
 * A revision of a dataset: from the file that keeps its columns, where there is one of the data as they are now, else from
 * its rows. Without a directory nothing is kept.
 */
export const openFrame = async (
  connection: Connection,
  datasetId: number,
  directory: string | undefined,
  leastPairs = LEAST_PAIRS,
): Promise<Opened> => {
  const key = directory === undefined ? null : await dataKeyOf(connection, datasetId)
  if (directory === undefined || key === null)
    return { frame: await loadFrame(connection, datasetId), keep: null }
  /** What was read since the key was is of the same data. */
  const isSame = async () => (await dataKeyOf(connection, datasetId)) === key
  const columns = await readFrameFile(directory, datasetId, key)
  const kept = columns && (await loadKeptData(connection, datasetId))
  if (columns && kept && (await isSame())) return { frame: { ...columns, ...kept }, keep: null }
  const frame = await loadFrame(connection, datasetId)
  const isWorthIt = frame !== null && frame.rowIds.length >= leastPairs && (await isSame())
  const keep = async () => {
    if (frame === null) return
    await writeFrameFile(directory, key, frame)
    const present = await connection.query('SELECT id, data_key FROM dataset')
    await removeOtherFrameFiles(directory, present as [number, string | null][])
  }
  return { frame, keep: isWorthIt ? keep : null }
}
