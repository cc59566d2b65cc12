import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { startServer } from '../../src/server/server.ts'
import { openExisting } from '../../src/store/sql/open.ts'
import { ingestSealSmall, SQLITE, write } from '../graphql/ask.ts'

const MESSAGE =
  "the database's file was removed or replaced while the server runs; bring it back and start the server again"

describe('a SQLite file that goes away', () => {
  it('is missed by all that a server answers, and not made again', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    await write(url, ingestSealSmall)
    const file = url.replace('file:', '')
    const server = await startServer({ ...readConfig({}), databaseUrl: url, port: 0 })
    onTestFinished(server.close)
    const get = async (address: string) => {
      const response = await fetch(new URL(address, server.url))
      return { status: response.status, body: await response.json() }
    }
    const query = '/graphql?query={datasets{name}}'
    const isMissed = async () => {
      expect(await get(query)).toEqual({
        status: 503,
        body: { errors: [{ message: MESSAGE, extensions: { code: 'UNAVAILABLE' } }] },
      })
      for (const address of ['/tables/seal-small/table-1.csv', '/figures/seal-small/imprints.json'])
        expect(await get(address)).toEqual({ status: 503, body: { code: 'UNAVAILABLE', message: MESSAGE } })
      const ready = await get('/health/ready')
      expect([ready.status, ready.body.status, ready.body.checks.database]).toEqual([
        503,
        'not ready',
        MESSAGE,
      ])
      expect((await get('/health/live')).status).toBe(200)
    }
    expect((await get(query)).status).toBe(200)
    expect((await get('/health/ready')).status).toBe(200)

    const kept = `${file}.kept`
    renameSync(file, kept)
    await isMissed()
    expect(readdirSync(path.dirname(file))).not.toContain(path.basename(file))
    // Another file, whatever is in it, is none that the server has open.
    copyFileSync(kept, file)
    await isMissed()
    rmSync(file)
    renameSync(kept, file)
    expect((await get(query)).status).toBe(200)
  })

  it('is not made by who only looks', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    await expect(openExisting(url)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: "the database's file is not there",
    })
    expect(existsSync(url.replace('file:', ''))).toBe(false)
  })
})
