import { EventEmitter, on } from 'node:events'
import { type DatasetRow, findDataset } from './catalog.ts'
import { parseDatabaseUrl } from './database-url.ts'
import type { Prisma } from './prisma.ts'
import { REVISED } from './revise.ts'
import { listen } from './sql/listen.ts'

/** How often SQLite, which tells nobody anything, is looked at. */
const POLL_MS = 500

/** A dataset at one of its revisions. */
export type Revised = Pick<DatasetRow, 'id' | 'name' | 'revision'>

type Datasets = ReadonlyMap<string, Revised>

/** Tells of each dataset that comes from now on, or whose revision grows, until it is ended, which takes a last look. */
export type WatchAll = (tell: (dataset: Revised) => void) => Promise<() => Promise<void>>

type Watching = {
  /**
   * Yields a dataset whenever its revision has grown, until a signal aborts.
   *
   * @throws NotFound listing the known datasets
   */
  of(name: string, signal: AbortSignal): AsyncGenerator<DatasetRow>
  all: WatchAll
}

const poll = (look: () => void, everyMs: number) => {
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * What tells of datasets whose revision has grown, whichever process made it grow. However many watch, one of
 * them looks: while anybody does, and on PostgreSQL only when told to.
 */
export const watchRevisions = (prisma: Prisma, databaseUrl: string, everyMs = POLL_MS): Watching => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  const looks = new EventEmitter().setMaxListeners(0)
  let seen = ''
  const read = async (): Promise<Datasets> => {
    const rows = await prisma.dataset.findMany({ select: { id: true, name: true, revision: true } })
    return new Map(rows.map((row) => [row.name, row]))
  }
  const lookOnce = async () => {
    const datasets = await read()
    const now = JSON.stringify([...datasets.values()])
    if (now === seen) return
    seen = now
    looks.emit('change', datasets)
  }
  let looking = false
  let again = false
  const look = async () => {
    again = true
    if (looking) return
    looking = true
    while (again) {
      again = false
      // Without a database there is nothing to see; once it is back, there is another look.
      await lookOnce().catch(() => undefined)
    }
    looking = false
  }

  let watching = 0
  let stop = () => {}
  const begin = () => {
    if (watching++ > 0) return
    seen = ''
    stop = provider === 'postgresql' ? listen(url, REVISED, look) : poll(look, everyMs)
  }
  const end = () => {
    if (--watching === 0) stop()
  }

  async function* of(name: string, signal: AbortSignal) {
    if (signal.aborted) return
    begin()
    const changes = on(looks, 'change', { signal }) as AsyncIterableIterator<[Datasets]>
    try {
      let { revision } = await findDataset(prisma, name)
      for await (const [datasets] of changes) {
        if (datasets.get(name)?.revision === revision) continue
        const dataset = await findDataset(prisma, name)
        if (dataset.revision > revision) yield dataset
        revision = dataset.revision
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      void changes.return?.()
      end()
    }
  }
  const all: WatchAll = async (tell) => {
    const revisionsOf = (datasets: Datasets) =>
      new Map(Array.from(datasets.values(), ({ id, revision }) => [id, revision]))
    let known = revisionsOf(await read())
    const hear = (datasets: Datasets) => {
      const before = known
      known = revisionsOf(datasets)
      for (const dataset of datasets.values())
        if (dataset.revision > (before.get(dataset.id) ?? -1)) tell(dataset)
    }
    looks.on('change', hear)
    begin()
    // Who watches already may have looked since `known` was read.
    seen = ''
    void look()
    return async () => {
      looks.off('change', hear)
      end()
      await read().then(hear, () => undefined)
    }
  }
  return { of, all }
}
