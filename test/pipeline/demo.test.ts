import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { loadDemo } from '../../scripts/demo.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openAll } from '../databases.ts'
import { manyPairs, tempFile } from './files.ts'

const SERVE = [path.resolve('dist/server/serve.mjs'), '--demo']

const openDemo = async () => {
  const database = await databases()[0].create()
  const { prisma, context, close } = await openAll(database.url)
  onTestFinished(async () => {
    await close()
    await database.drop()
  })
  vi.spyOn(console, 'log').mockReturnValue()
  const load = () => loadDemo({ databaseUrl: database.url, host: '127.0.0.1', port: 0 })
  return { url: database.url, prisma, context, load }
}

describe('the demo dataset', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)('is completed by the next start after %s', async (signal) => {
    const { url, prisma, load } = await openDemo()
    const environment = { ...process.env, DATABASE_URL: url, PORT: '0' }
    const server = spawn(process.execPath, SERVE, { env: environment, stdio: 'ignore' })
    const exit = once(server, 'exit')
    onTestFinished(() => void server.kill('SIGKILL'))
    while ((await prisma.run.findFirst({ where: { position: { gt: 0 } } })) === null) await setTimeout(5)
    server.kill(signal)
    expect(await exit).toEqual(signal === 'SIGINT' ? [1, null] : [null, signal])
    expect(await prisma.rewrite.count()).toBe(0)

    await load()
    expect([await prisma.pair.count(), await prisma.rewrite.count()]).toEqual([5000, 300])
    const runs = await prisma.run.count()
    await load()
    expect(await prisma.run.count()).toBe(runs)
  })

  it("does not take somebody's own of that name for it", async () => {
    const { prisma, context, load } = await openDemo()
    await ingestPairs(context, { dataset: 'demo', files: [tempFile(manyPairs(3))] })
    await load()
    expect(await prisma.pair.count()).toBe(3)
  })
})
