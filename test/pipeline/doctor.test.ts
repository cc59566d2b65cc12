import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, openFresh } from '../databases.ts'
import { SEAL_SMALL } from '../graphql/ask.ts'
import { temporaryFolder } from '../temporary.ts'
import { endOf, startDoctor } from './command-line.ts'

const KEY = 'sk-very-secret'
/** Nobody listens there: browsers and fetch refuse the port. */
const NOWHERE = 'http://127.0.0.1:9'

/** Lists models as OpenAI, Ollama and text-embeddings-inference do. */
const startModels = async () => {
  const server = createServer(({ url, headers }, response) => {
    const answers: Record<string, unknown> = {
      '/v1/models': { object: 'list', data: ['a', 'b', 'c', 'd'].map((id) => ({ id, object: 'model' })) },
      '/api/tags': { models: [{ name: 'mistral:7b-instruct' }] },
      '/info': { model_id: 'org/reward', model_sha: 'f00', model_dtype: 'float32', max_input_length: 512 },
    }
    const known = url !== '/v1/models' || headers.authorization === `Bearer ${KEY}`
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(known ? answers[url ?? ''] : { error: { message: `no such key: ${KEY}` } }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const examine = async (url: string, environment = {}) => {
  const { code, output } = await endOf(startDoctor(url, [], { OLLAMA_HOST: '', PORT: '0', ...environment }))
  return { code, output }
}

describe.each(databases())('npm run doctor on $name', (database) => {
  const open = async () => {
    const all = await openFresh(database)
    await ingestPairs(all.context, { dataset: 'small', files: [SEAL_SMALL.pairs] })
    return all
  }

  it('says what there is, and what is missing for an audit', async () => {
    const all = await open()
    const before = await examine(all.url)
    expect(before.output).toMatch(/^ok +database +(SQLite|PostgreSQL) \d+\.\d+/m)
    expect(before.output).toMatch(/^ok +tables +they have all migrations$/m)
    expect(before.output).toMatch(
      /^note +dataset +small: 600 pairs, neither rewards nor labels\n +→ it has no POST model/m,
    )
    expect(before.output).toMatch(/^ok +access +whoever is on this machine gets in, without a token$/m)
    expect(before.code).toBe(0)
    const elsewhere = await examine(all.url, { HOST: '0.0.0.0' })
    expect(elsewhere.output).toMatch(/^FAILED +access +HOST is 0\.0\.0\.0, .*npm run token -- create/m)
    expect(elsewhere.code).toBe(1)
    await ingestRewards(all.context, {
      dataset: 'small',
      model: 'after',
      stage: 'POST',
      file: SEAL_SMALL.post,
    })
    expect((await examine(all.url)).output).toMatch(/small: 600 pairs, POST after\n +→ it has no labeler/)
  })

  it('names runs that were cut off, and models that are no longer where they were', async () => {
    const all = await open()
    const models = await startModels()
    const tiny = writeTinyModel(path.join(temporaryFolder(), 'tiny'), { output: 'logits' })
    const gone = path.join(temporaryFolder(), 'gone')
    const run = { datasetId: 1, fingerprint: 'f', counts: {}, finishedAt: new Date() }
    const scored = { ...run, kind: 'SCORING', state: 'DONE' } as const
    const http = { backend: 'http', format: 'text-embeddings-inference' }
    await all.prisma.run.createMany({
      data: [
        { ...run, kind: 'LABELS', file: 'l.csv', state: 'INTERRUPTED', position: 500 },
        { ...scored, file: 'here', options: { backend: 'onnx', path: tiny } },
        { ...scored, file: 'moved', options: { backend: 'onnx', path: gone } },
        { ...scored, file: 'served', options: { ...http, url: models } },
        { ...scored, file: 'silent', options: { ...http, url: NOWHERE } },
      ],
    })
    const { code, output } = await examine(all.url)
    expect(output).toMatch(
      /^note +run +small: LABELS l\.csv is INTERRUPTED at 500\n +→ .*same command goes on/m,
    )
    expect(output).toMatch(/^ok +model +small: here is in .*tiny\/model\.onnx$/m)
    expect(output).toMatch(/^note +model +small: moved: .*gone is no directory/m)
    expect(output).toMatch(/^ok +model +small: served is org\/reward at 127\.0\.0\.1:\d+$/m)
    expect(output).toMatch(/^note +model +small: silent: .*connection failed/m)
    expect(code).toBe(0)
  })

  it('tells older tables from newer ones', async () => {
    const { url, prisma } = await open()
    const [{ migration_name: last }] = await prisma.$queryRawUnsafe<{ migration_name: string }[]>(
      'SELECT migration_name FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1',
    )
    const rename = (from: string, to: string) =>
      prisma.$executeRawUnsafe(
        `UPDATE _prisma_migrations SET migration_name = '${to}' WHERE migration_name = '${from}'`,
      )
    await rename(last, '9999_of_tomorrow')
    const newer = await examine(url)
    expect(newer.output).toMatch(
      /^FAILED +tables +they are of newer code: 9999_of_tomorrow is not known here\n +→/m,
    )
    expect(newer.output).toMatch(/error: 1 of these must be mended$/m)
    expect(newer.code).toBe(1)
    await prisma.$executeRawUnsafe('DELETE FROM _prisma_migrations')
    expect((await examine(url)).output).toMatch(
      /^note +tables +they lack 0001.*\n +→ npm run migrate, or start/m,
    )
    const refused = await examine(url, { MIGRATE: 'false' })
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringMatching(/^FAILED +tables +they lack 0001/m),
    ])
    expect(await prisma.$queryRawUnsafe('SELECT * FROM _prisma_migrations')).toEqual([])
  })
})

describe('npm run doctor', () => {
  const url = `file:${path.join(temporaryFolder(), 'nowhere', 'seal.db')}`

  it('makes no database', async () => {
    const { code, output } = await examine(url)
    expect(output).toMatch(/^note +database +there is no .*seal\.db yet\n +→ npm start makes it/m)
    expect(code).toBe(0)
    expect(existsSync(path.join(temporaryFolder(), 'nowhere'))).toBe(false)
  })

  it('says why a database is not reached, without its password', async () => {
    const { code, output } = await examine('postgresql://someone:very-secret@127.0.0.1:9/seal')
    expect(output).toMatch(/^FAILED +database +DATABASE_URL: .*ECONNREFUSED/m)
    expect(output).not.toContain('very-secret')
    expect(code).toBe(1)
  })

  it('asks the servers of language models for no more than their models', async () => {
    const models = await startModels()
    const asked = (key: string) =>
      examine(url, { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${models}/v1`, OLLAMA_HOST: models })
    const known = await asked(KEY)
    expect(known.output).toMatch(/^ok +openai +the server answers and has a, b, c and 1 more$/m)
    expect(known.output).toMatch(/^ok +ollama +the server answers and has mistral:7b-instruct$/m)
    expect(known.code).toBe(0)
    const unknown = await asked('sk-other-secret')
    expect(unknown.output).toMatch(/^FAILED +openai +the server answers 401/m)
    expect(unknown.code).toBe(1)
    expect(known.output + unknown.output).not.toMatch(/very-secret|other-secret/)
    const silent = await examine(url, { OLLAMA_HOST: NOWHERE })
    expect(silent.output).toMatch(/^FAILED +ollama +the connection failed/m)
  })

  it('says whether the server could listen', async () => {
    const socket = createSocket().listen(0, '127.0.0.1')
    await once(socket, 'listening')
    onTestFinished(() => void socket.close())
    const { port } = socket.address() as AddressInfo
    const taken = await examine(url, { PORT: `${port}` })
    expect(taken.output).toMatch(/^note +address +something listens at 127\.0\.0\.1:\d+ already/m)
    const elsewhere = await examine(url, { HOST: '192.0.2.1' })
    expect(elsewhere.output).toMatch(/^FAILED +address +the server can't listen at 192\.0\.2\.1/m)
  })
})
