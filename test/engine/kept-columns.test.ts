import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { sqlitePath } from '../../src/store/database-url.ts'
import { openFresh } from '../databases.ts'
import { SQLITE } from '../graphql/ask.ts'
import { manyPairs, tempFile } from '../pipeline/files.ts'

it('an engine begins with the columns that the one before it has kept', async () => {
  const { url, connection, context } = await openFresh(SQLITE)
  await ingestPairs(context, { dataset: 'd', files: [tempFile(manyPairs(10_000))], unmeasured: true })
  const columnsDirectory = path.join(path.dirname(sqlitePath(url)), 'columns')
  const open = () => {
    const engine = openEngine(url, { workers: 1, columnsDirectory })
    onTestFinished(engine.close)
    return engine
  }
  const { frame } = await open().frame(1, 1)
  const files = () => (existsSync(columnsDirectory) ? readdirSync(columnsDirectory) : [])
  await expect.poll(files).toEqual([expect.stringMatching(/^1-[\w-]+\.columns$/)])
  // Nothing else writes rows without a revision: with these gone, columns can come from the file alone.
  await connection.query('DELETE FROM pair WHERE row_id = 1 RETURNING row_id')
  expect((await open().frame(1, 1)).frame).toEqual(frame)
  const other = openEngine(url, { workers: 1 })
  onTestFinished(other.close)
  expect((await other.frame(1, 1)).frame!.rowIds).toHaveLength(9_999)
})
