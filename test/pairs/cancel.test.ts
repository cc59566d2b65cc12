import { describe, expect, it, onTestFinished } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { projectionName } from '../../src/pairs/sql/names.ts'
import { databases, openFresh } from '../databases.ts'
import { TAXONOMY } from '../frame/make-frame.ts'
import { writePairs } from './write-pairs.ts'

const [, POSTGRESQL] = databases()

describe.skipIf(!POSTGRESQL)('a question that nobody waits for', () => {
  it('is given up in PostgreSQL, too', async () => {
    const { url, connection } = await openFresh(POSTGRESQL)
    const pairs = [{ rowId: 1, pre: [1, 2], post: [2, 1] }] as const
    const ids = [await writePairs(connection, pairs, TAXONOMY), await writePairs(connection, pairs, TAXONOMY)]
    const engine = openEngine(url, { workers: 1, kind: 'SQL' })
    onTestFinished(() => engine.close())
    const [stuck, free] = await Promise.all(ids.map((id) => engine.frame(id, 1)))
    const scope = { where: null, other: null }
    // As if another server were building its table for a long time.
    const table = projectionName(stuck.outline, 0)
    await connection.query('SELECT pg_advisory_lock(hashtextextended(?1, 0))', [table])
    const asker = new AbortController()
    const left = engine.ask({ ...scope, loaded: stuck }, 'pairs', {}, asker.signal)
    setTimeout(() => asker.abort(), 200)
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' })
    // By the only worker.
    expect(await engine.ask({ ...scope, loaded: free }, 'pairs', {})).toBe(1)
    await connection.query('SELECT pg_advisory_unlock(hashtextextended(?1, 0))', [table])
    expect(await engine.ask({ ...scope, loaded: stuck }, 'pairs', {})).toBe(1)
  })
})
