import { LRUCache } from 'lru-cache'
import { Cancelled, SealError, Unavailable } from '../../domain/errors.ts'
import type { Interruption } from '../../domain/interruption.ts'
import type { Outline } from '../../frame/frame.ts'
import type { Connection } from '../../store/sql/connection.ts'
import type { Pairs } from '../pairs.ts'
import type { Condition } from '../terms.ts'
import { dialectOf } from './dialect.ts'
import { assertNames } from './known-names.ts'
import { pairsOf } from './pairs.ts'
import { ensureProjection, forgetProjections, revised } from './projection.ts'
import { sourceOf } from './source.ts'
import { forgetManySearches } from './texts.ts'
import { cannot } from './unsupported.ts'

/** PostgreSQL's codes of what has an explanation. */
const UNDEFINED_TABLE = '42P01'
const OUT_OF_RANGE = '22003'
const CANCELED = '57014'
const FORBIDDEN = '42501'

const explained = (error: unknown): unknown => {
  const { code } = error as { code?: string }
  if (error instanceof SealError) return error
  if (code === CANCELED) return new Cancelled()
  if (code === FORBIDDEN) {
    return new Unavailable(
      "the SQL engine may not make its tables: GRANT CREATE on the schema to the server's role",
      { cause: error },
    )
  }
  if (code === OUT_OF_RANGE) return cannot('OUT_OF_RANGE', { cause: error })
  return error
}

/** With what was counted of them: those that were asked about last. */
const sources = new LRUCache<string, { connection: Connection; pairs: Pairs }>({ max: 8 })

type Wanted = { where: Condition | null; name: string }

/** Some pairs of a revision, under a name by which they are remembered. @throws NotFound for names that the dataset does not have */
export const openPairs = async (
  connection: Connection,
  outline: Outline,
  { name, where }: Wanted,
): Promise<Pairs> => {
  const key = `${outline.datasetId} ${outline.dataRevision} ${name}`
  const known = sources.get(key)
  if (known?.connection === connection) return known.pairs
  const pairs = pairsOf(await sourceOf(connection, outline, where))
  sources.set(key, { connection, pairs })
  return pairs
}

/** @throws NotFound for names of a condition that the dataset does not have */
export const assertNamed = async (
  connection: Connection,
  outline: Outline,
  condition: Condition,
): Promise<void> =>
  assertNames(connection, outline, { table: await ensureProjection(connection, outline), condition })

const prepared = new WeakSet<Connection>()

const prepare = async (connection: Connection): Promise<void> => {
  if (await forgetManySearches(connection)) sources.clear()
  if (prepared.has(connection)) return
  await connection.script(dialectOf(connection).prepare)
  prepared.add(connection)
}

/**
 * Work on pairs of a connection: it ends when nobody waits for it any longer.
 *
 * @throws SealError for what a person can do something about
 */
export const computing = async <T>(
  connection: Connection,
  signal: Interruption,
  work: () => Promise<T>,
): Promise<T> => {
  const watch = setInterval(() => {
    if (!signal.aborted) return
    clearInterval(watch)
    void connection.interrupt().catch(() => undefined)
  }, 100)
  try {
    await prepare(connection)
    return await work()
  } catch (error) {
    // Somebody asked about a later revision, or has cleaned up.
    if ((error as { code?: string }).code === UNDEFINED_TABLE) {
      sources.clear()
      forgetProjections(connection)
      throw revised()
    }
    throw explained(error)
  } finally {
    clearInterval(watch)
  }
}
