import { afterAll, beforeAll } from 'vitest'
import type { Outline } from '../../src/frame/frame.ts'
import { select } from '../../src/pairs/columns/condition.ts'
import { pairsOf } from '../../src/pairs/columns/pairs.ts'
import { spaceOfFrame } from '../../src/pairs/columns/spaces.ts'
import type { Pairs } from '../../src/pairs/pairs.ts'
import { openPairs } from '../../src/pairs/sql/session.ts'
import type { Condition } from '../../src/pairs/terms.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { loadOutline } from '../../src/store/frame/load-outline.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { type Databases, openAll, type TestDatabase } from '../databases.ts'
import { type PlainPair, TAXONOMY } from '../frame/make-frame.ts'
import { writePairs } from '../pairs/write-pairs.ts'

export const EXECUTORS = ['columns', 'sql'] as const
export type Executor = (typeof EXECUTORS)[number]

/** One database for the tests of a `describe`: its connection is there inside of tests and hooks. */
export const connected = ({ create }: Databases): (() => Connection) => {
  let database: TestDatabase
  let open: Awaited<ReturnType<typeof openAll>>
  beforeAll(async () => {
    database = await create()
    open = await openAll(database.url)
  })
  afterAll(async () => {
    await open.close()
    await database.drop()
  })
  return () => open.connection
}

/** Writes plain pairs as a dataset; returns how either executor has those of them that a condition selects. */
export const written = async (
  connection: Connection,
  pairs: readonly PlainPair[],
): Promise<{ outline: Outline } & Record<Executor, (where: Condition | null) => Promise<Pairs>>> => {
  const id = await writePairs(connection, pairs, TAXONOMY)
  const outline = (await loadOutline(connection, id))!
  const space = spaceOfFrame((await loadFrame(connection, id))!)
  return {
    outline,
    columns: async (where) => pairsOf({ space, rows: select(space, where) }),
    sql: (where) => openPairs(connection, outline, { where, name: `${id} ${JSON.stringify(where)}` }),
  }
}
