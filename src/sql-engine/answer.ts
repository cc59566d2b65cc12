import { LRUCache } from 'lru-cache'
import { Cancelled, SealError, Unavailable } from '../domain/errors.ts'
import type { Interruption } from '../domain/interruption.ts'
import type { Task } from '../engine/protocol.ts'
import type { Question } from '../engine/questions.ts'
import type { Connection } from '../store/sql/connection.ts'
import { ANSWERS, type Asked } from './answers.ts'
import { forgetProjections, revised } from './projection.ts'
import { type Source, sourceOf } from './source.ts'

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
  if (code === OUT_OF_RANGE) {
    return new Unavailable(
      "the SQL engine can't compute with numbers of this size; SEAL_ENGINE=columns can",
      { cause: error },
    )
  }
  return error
}

/** With what was counted of them: those that were asked about last. */
const sources = new LRUCache<string, Source>({ max: 8 })

const remembered = async (
  connection: Connection,
  { outline, texts }: Task & { type: 'query' },
  about: (Task & { type: 'query' })['about'],
): Promise<Source> => {
  const key = `${outline.datasetId} ${outline.revision} ${about.name}`
  const known = sources.get(key)
  if (known?.connection === connection) return known
  const source = await sourceOf(connection, outline, { ...about, texts })
  sources.set(key, source)
  return source
}

const prepared = new WeakSet<Connection>()

/** For grouping: hashes of a hundred thousand patterns fit into memory; compiling a statement takes longer than it saves. */
const prepare = async (connection: Connection): Promise<void> => {
  if (prepared.has(connection)) return
  await connection.script("SET work_mem = '64MB'; SET jit = off")
  prepared.add(connection)
}

/** Has PostgreSQL answer a question. @throws SealError for what a person can do something about */
export const answer = async (
  connection: Connection,
  task: Task & { type: 'query' },
  signal: Interruption,
): Promise<unknown> => {
  const { about, other, question, arguments: args } = task
  const watch = setInterval(() => {
    if (!signal.aborted) return
    clearInterval(watch)
    void connection.interrupt().catch(() => undefined)
  }, 100)
  try {
    await prepare(connection)
    const source = await remembered(connection, task, about)
    const beside = other ? await remembered(connection, task, other) : source
    const ask = ANSWERS[question] as (source: Source, asked: Asked<Question>) => Promise<unknown>
    return await ask(source, { args: args as Asked<Question>['args'], signal, other: beside })
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
