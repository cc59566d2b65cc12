import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { GUIDE } from './pages.ts'

const SMALL = path.resolve('test/fixtures/seal-small')
const folder = mkdtempSync(path.join(tmpdir(), 'seal-package-'))
const installed = path.join(folder, 'node_modules/seal-graphql')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As somewhere else: nothing of this run's environment says where anything is. */
const { DATABASE_URL: _, SEAL_CALLED: __, ...rest } = process.env
const environment = { ...rest, PORT: '0' }
const run = (command: string, parameters: string[], cwd = folder) =>
  execFileSync(command, parameters, { cwd, env: environment, encoding: 'utf8', stdio: 'pipe' })

describe('the package, installed into an empty folder', { timeout: 300_000 }, () => {
  let packed: string[] = []
  beforeAll(() => {
    // It is built already; test/run.mjs sees to that.
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
    const [{ filename, files }] = JSON.parse(run('npm', pack, process.cwd()))
    packed = files.map(({ path }: { path: string }) => path)
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }')
    const options = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
    run('npm', ['install', path.join(folder, filename), ...options])
  }, 300_000)

  it('has what runs, and the licences of what is in it, but no sources', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/page/index.html', 'scripts/seal.mjs']),
    )
    expect(packed).toEqual(
      expect.arrayContaining([...GUIDE, 'src/metrics/README.md', 'src/objectives/README.md']),
    )
    expect(packed.filter((file) => /\.(ts|tsx|map)$|^test\/|bench/.test(file))).toEqual([])
    const licences = (of: string) => readFileSync(path.join(installed, `dist/licences-${of}.txt`), 'utf8')
    expect(licences('server')).toMatch(/^graphql 16\.[\d.]+: MIT\n\nMIT License\n/m)
    expect(licences('page')).toMatch(/^preact [\d.]+: MIT$/m)
  })

  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(run('npx', ['seal', '--version'])).toBe(`${version}\n`)
  })

  it('serves the demo, with data in the folder where it was started', async () => {
    const server = spawn('npx', ['seal', 'serve', '--demo'], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(server, 'close')
    onTestFinished(async () => {
      process.kill(-server.pid!, 'SIGTERM')
      await ended
    })
    let said = ''
    server.stdout.on('data', (text) => {
      said += text
    })
    await expect.poll(() => said, { timeout: 120_000 }).toContain('is ready')
    const [address] = /http:\S+/.exec(said)!
    const ask = async (query: string) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(new URL('/graphql', address), {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      })
      return response.json()
    }
    const query = '{ dataset(name: "demo") { pairCount audit { alignment(stage: POST) { score } } } }'
    expect(await ask(query)).toMatchObject({
      data: { dataset: { pairCount: 5000, audit: { alignment: { score: expect.any(Number) } } } },
    })
    const page = await (await fetch(address)).text()
    expect(page).toContain('<html data-called="seal" ')
    expect(existsSync(path.join(folder, 'data/seal.db'))).toBe(true)
    expect(existsSync(path.join(installed, 'data'))).toBe(false)
  })

  it('imports a file', () => {
    const elsewhere = path.join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    const seal = ['seal', 'ingest', 'pairs', '--dataset', 'small']
    const { stdout, stderr } = spawnSync('npx', [...seal, '--json', `${SMALL}/pairs.jsonl`], {
      cwd: elsewhere,
      env: environment,
      encoding: 'utf8',
    })
    expect(stderr).toMatch(/\ndataset "small", at revision 1: 600 pairs new, /)
    expect(stderr).toMatch(/ by `seal ingest rewards --dataset small --model MODEL --stage POST FILE`/)
    expect(JSON.parse(stdout)).toMatchObject({
      revision: 1,
      counts: { read: 600, rejected: 0 },
      problem: null,
    })
    expect(JSON.parse(run('npx', ['seal', 'dataset', 'list', '--json'], elsewhere))).toEqual({
      datasets: [{ name: 'small', revision: 1, pairs: 600, models: [], labelers: [], rewriters: [] }],
    })
    expect(existsSync(path.join(elsewhere, 'data/seal.db'))).toBe(true)
  })
})
