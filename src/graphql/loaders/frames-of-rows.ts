import DataLoader from 'dataloader'
import type { Engine } from '../../engine/engine.ts'
import type { Loaded } from '../../engine/loaded.ts'
import { afterTurns } from '../../engine/turns.ts'
import type { Frame } from '../../frame/frame.ts'

type RowKey = { datasetId: number; rowId: number }

const keyOf = ({ datasetId, rowId }: RowKey) => `${datasetId}:${rowId}`

/** Frames that have single pairs: one for all pairs of a dataset that are asked for in a tick. */
export const framesOfRows = (
  engine: Engine,
  loadedOf: (datasetId: number) => Promise<Loaded>,
  asker: AbortSignal,
) =>
  new DataLoader<RowKey, Frame, string>(
    async (keys) => {
      const frames = new Map<number, Promise<Frame>>()
      for (const { datasetId } of keys) {
        if (frames.has(datasetId)) continue
        const rowIds = keys.filter((key) => key.datasetId === datasetId).map(({ rowId }) => rowId)
        frames.set(datasetId, engine.rows(await loadedOf(datasetId), rowIds))
      }
      return Promise.all(keys.map(({ datasetId }) => frames.get(datasetId) as Promise<Frame>))
    },
    { cacheKeyFn: keyOf, batchScheduleFn: (load) => afterTurns(asker, load) },
  )
