import { rmSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, firstDifference, openAll, openFresh } from '../databases.ts'
import { ownPostgres, programs } from '../own-postgres.ts'
import { endOf, runIngest, startIngest } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const PAIRS = 30_000
const [SQLITE] = databases()

describe.skipIf(!programs)('when PostgreSQL dies during an ingest', () => {
  it('the command says so in one line, and the same command goes on', async () => {
    const file = tempFile(manyPairs(PAIRS))
    onTestFinished(() => rmSync(file, { force: true }))
    const undisturbed = await openFresh(SQLITE)
    await ingestPairs(undisturbed.context, { dataset: 'd', files: [file] })
    const expected = await dump(undisturbed.connection)

    const { url, kill, start } = await ownPostgres()
    const before = await openAll(url)
    const parameters = ['pairs', '--dataset', 'd', '--format', 'hh-rlhf', file]
    const child = startIngest(url, parameters)
    const end = endOf(child)
    const position = async () => (await before.prisma.run.findFirst())?.position ?? 0
    while ((await position()) === 0) await setTimeout(5)
    await kill()
    expect(await end).toMatchObject({
      code: 1,
      output: "error: the database can't be reached; try again in a moment\n",
    })

    await start()
    const reached = await position()
    expect(reached).toBeGreaterThan(0)
    expect(reached).toBeLessThan(PAIRS)
    await before.close().catch(() => undefined)
    const { code, output } = await runIngest(url, ...parameters)
    expect(output).toContain(`going on behind row ${reached}, where an earlier run was cut off`)
    expect(code).toBe(0)
    const after = await openAll(url)
    onTestFinished(after.close)
    expect(firstDifference(await dump(after.connection), expected)).toBeNull()
  })
})
