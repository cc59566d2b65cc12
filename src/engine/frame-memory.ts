import { LRUCache } from 'lru-cache'
import { Unavailable } from '../domain/errors.ts'
import { bytesOf } from '../frame/frame.ts'
import type { Loaded } from './loaded.ts'

/** `loaded`: once it is there. */
type Entry = { revision: number; loading: Promise<Loaded>; loaded: Loaded | null }

const MIB = 2 ** 20

/** At least 1, which a dataset without any pairs has not: the cache takes no entry without a size. */
const sizeOf = ({ frame }: Loaded) => Math.max(1, frame ? bytesOf(frame) : 0)

/** Not to be cured by asking again: it is remembered like a frame. */
class TooLarge extends Unavailable {
  constructor(size: number, limit: number) {
    const [has, may] = [Math.ceil(size / MIB), Math.floor(limit / MIB)]
    super(
      `the dataset's columns take ${has} MiB, and the server keeps ${may} MiB at most: give it more by SEAL_FRAME_MEMORY, or let PostgreSQL compute by SEAL_ENGINE=sql`,
    )
  }
}

/**
 * The newest revision of each dataset, loaded once for all who ask. Beyond `limit` bytes of columns those go that nobody has
 * asked about for the longest time, and are loaded again when somebody does; what computes on one goes on.
 */
export const openFrameMemory = (
  limit: number,
  load: (datasetId: number, before: Loaded | null) => Promise<Loaded>,
  forget: (frameKey: string) => void,
) => {
  const forgetLoaded = ({ loading }: Entry) =>
    void loading.then(({ frameKey }) => forget(frameKey)).catch(() => undefined)
  const frames = new LRUCache<number, Entry>({
    maxSize: limit,
    dispose: (entry, _, reason) => {
      if (reason === 'evict') forgetLoaded(entry)
    },
  })
  /** How large a frame is shows only when it is there. */
  const keep = (datasetId: number, entry: Entry, size = 1) => frames.set(datasetId, entry, { size })

  const loadWithin = async (datasetId: number, before: Loaded | null): Promise<Loaded> => {
    const loaded = await load(datasetId, before)
    const size = sizeOf(loaded)
    if (size > limit) throw new TooLarge(size, limit)
    return loaded
  }

  return {
    /** A dataset as it is at a revision or later. @throws Unavailable for one that is larger than the limit. */
    of: async (datasetId: number, revision: number): Promise<Loaded> => {
      const known = frames.get(datasetId)
      if (known && known.revision >= revision) return known.loading
      const before = known?.loaded ?? null
      const loading = loadWithin(datasetId, before)
      const entry = { revision, loading, loaded: null }
      keep(datasetId, entry)
      const isNewest = () => frames.peek(datasetId) === entry
      try {
        const loaded = await loading
        if (isNewest())
          keep(
            datasetId,
            { revision: Math.max(revision, loaded.outline.revision), loading, loaded },
            sizeOf(loaded),
          )
        if (known && before?.frameKey !== loaded.frameKey) forgetLoaded(known)
        return loaded
      } catch (error) {
        if (isNewest() && !(error instanceof TooLarge)) frames.delete(datasetId)
        throw error
      }
    },
    usage: () => ({ frames: frames.size, frameBytes: frames.calculatedSize }),
  }
}
