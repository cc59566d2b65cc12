import { EventEmitter, on } from 'node:events'
import { type DatasetRow, findDataset } from './catalog.ts'
import { parseDatabaseUrl } from './database-url.ts'
import type { Prisma } from './prisma.ts'
import { REVISED } from './revise.ts'
import { listen } from './sql/listen.ts'

/** How often SQLite, which tells nobody anything, is looked at. */
const POLL_MS = 500

type Watch = (name: string, signal: AbortSignal) => AsyncGenerator<DatasetRow>

const poll = (look: () => void, everyMs: number) => {
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * What yields a dataset whenever its revision has grown, whichever process made it grow, until a signal
 * aborts; it throws NotFound listing the known datasets. However many watch, one of them looks: while anybody
 * does, and on PostgreSQL only when told to.
 */
export const watchRevisions = (prisma: Prisma, databaseUrl: string, everyMs = POLL_MS): Watch => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  const looks = new EventEmitter().setMaxListeners(0)
  let seen = ''
  const lookOnce = async () => {
    const rows = await prisma.dataset.findMany({ select: { name: true, revision: true } })
    const now = JSON.stringify(rows)
    if (now === seen) return
    seen = now
    looks.emit('change', new Map(rows.map(({ name, revision }) => [name, revision])))
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

  return async function* watch(name, signal) {
    if (signal.aborted) return
    begin()
    const changes = on(looks, 'change', { signal }) as AsyncIterableIterator<[Map<string, number>]>
    try {
      let { revision } = await findDataset(prisma, name)
      for await (const [revisions] of changes) {
        if (revisions.get(name) === revision) continue
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
}
