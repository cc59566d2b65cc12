import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { groupPairs } from '../../src/store/group-pairs.ts'
import { databases, openFresh } from '../databases.ts'
import { manyPairs, tempFile } from '../pipeline/files.ts'

describe.each(databases())('pairs from before there were groups, on $name', (database) => {
  it('get the groups that they would have', async () => {
    const { connection, context } = await openFresh(database)
    // More than are read at a time.
    const files = [tempFile(manyPairs(10_001))]
    await ingestPairs(context, { dataset: 'd', files, format: 'hh-rlhf', unmeasured: true })
    const groups = () => connection.query('SELECT row_id, CAST(group_key AS text) FROM pair ORDER BY row_id')
    const expected = await groups()
    await connection.script('UPDATE pair SET group_key = 0 WHERE row_id <> 5')
    await groupPairs(connection)
    expect(await groups()).toEqual(expected)
    expect(expected).toHaveLength(10_001)
  })
})
