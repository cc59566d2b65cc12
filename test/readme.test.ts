import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FIGURES } from '../src/figures/figures.ts'

const readme = readFileSync('README.md', 'utf8')
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, code]) => ({
  language,
  code,
}))
const START = 'npm ci && npm start\n'
const TEST = 'npm ci && npm test\n'

const directory = mkdtempSync(path.join(tmpdir(), 'seal-readme-'))
const environment = { ...process.env, DATABASE_URL: `file:${directory}/seal.db`, PORT: '0' }
let server: ChildProcess
let output = ''
let port = ''

/** The server of this test listens elsewhere, in case somebody's own is at 4000. */
const here = (code: string) => code.replaceAll(':4000', `:${port}`)
const run = (command: string, args: string[]) =>
  execFileSync(command, args, { env: environment, encoding: 'utf8' })
const inBash = (code: string) => run('bash', ['-euo', 'pipefail', '-c', here(code)])

beforeAll(async () => {
  // Its own process group: npm starts others.
  server = spawn('npm', ['start'], { env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  port = await new Promise<string>((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text
      const found = /ready: http:\/\/127\.0\.0\.1:(\d+)/.exec(output)
      if (found) resolve(found[1])
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
    server.once('exit', () => reject(new Error(output)))
  })
})

afterAll(() => {
  if (server.pid) process.kill(-server.pid, 'SIGTERM')
  rmSync(directory, { recursive: true, force: true })
})

describe('README', () => {
  it('has only commands that are run here', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'python']))
    expect(blocks.filter(({ code }) => code.includes('npm ci')).map(({ code }) => code)).toEqual([
      START,
      TEST,
    ])
  })

  it('starts with the demo and says that it is synthetic', () => {
    expect(output).toContain('synthetic')
  })

  const commands = blocks.filter(({ language, code }) => language === 'sh' && !code.includes('npm ci'))
  it.each(commands)('runs $code', ({ code }) => {
    const printed = inBash(code)
    expect(printed).not.toContain('"errors":[')
    if (code.includes('/graphql'))
      expect(JSON.parse(printed)).toHaveProperty('data.dataset.audit.alignment.score')
    if (code.includes('/slices')) {
      expect(printed).toMatch(/"pairs":[1-9]\d*,"datasetPairs":5000\}\[\{"name":"turned",/)
      expect(printed).not.toContain('"code"')
    }
    if (code.includes('/tables')) {
      expect(printed).toMatch(/^regime,pairs,prevalence,/)
      expect(printed).toContain('\n{"feature":"')
      expect(printed).toMatch(/\n\d+,,synthetic,[0-9a-f]{16},0,REVERSED_ALIGNMENT,/)
      expect(printed).not.toContain('"code"')
    }
  })

  it('brought the data that it says', () => {
    const query =
      '{ dataset(name: \\"small\\") { pairCount audit { alignment { score } rewriting { pairs } } } }'
    const curl = `curl -s http://127.0.0.1:4000/graphql -H 'content-type: application/json' -d '{"query": "${query}"}'`
    expect(JSON.parse(inBash(curl)).data.dataset).toEqual({
      pairCount: 600,
      audit: { alignment: { score: 389 / 600 }, rewriting: { pairs: 400 } },
    })
  })

  it('has a taxonomy that can be given', () => {
    const [, taxonomy] = /`(\{"features".*\})`/.exec(readme)!
    const file = `${directory}/taxonomy.json`
    writeFileSync(file, taxonomy)
    const ingest = (...parameters: string[]) =>
      run('bash', ['-c', 'npm run -s ingest -- "$@" 2>&1', '-', ...parameters])
    const pairs = 'test/fixtures/seal-small/pairs.jsonl'
    expect(ingest('pairs', '--dataset', 'own', '--taxonomy', file, pairs)).toMatch('600 pairs new')
    expect(ingest('taxonomy', '--dataset', 'own', file)).toMatch('taxonomy of dataset "own", at revision 1')
  })

  it('asks from Python', () => {
    // Those about rewards from elsewhere have a test of their own.
    const code = blocks
      .filter(({ language, code }) => language === 'python' && !code.includes('rewards_of'))
      .map((block) => block.code)
    const printed = run('python3', ['-c', here(code.join('\n'))])
    expect(printed).toMatch(/'score': 0\.\d+/)
    expect(printed).toContain('Health and fitness')
    expect(printed).toMatch(
      /demo, revision \d+: [\d,]+ of 5,000 pairs, with is_eloquent = 1 on the chosen entry/,
    )
  })

  it('draws all figures, and says in a line why not', () => {
    const figures = (url: string, ...parameters: string[]) => {
      const all = ['run', '-s', 'figures', '--', ...parameters, '--to', `${directory}/figures`, '--url', url]
      const { status, stderr } = spawnSync('npm', all, { env: environment, encoding: 'utf8' })
      return { status, stderr }
    }
    const url = `http://127.0.0.1:${port}/graphql`
    expect(figures('http://127.0.0.1:1/graphql', 'small')).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^error: no server answers at .*: start one with npm run serve\n$/),
    })
    expect(figures(url, 'nothing')).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^error: .*nothing.*\n$/),
    })
    expect(figures(url, 'small')).toEqual({ status: 0, stderr: '' })
    const drawn = readdirSync(`${directory}/figures`).filter((file) => file.endsWith('.png'))
    const names = Object.keys(FIGURES).map((name) => `${name}.png`)
    expect(drawn.sort()).toEqual(names.sort())
  })

  it('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name)
    for (const name of named) expect(scripts).toHaveProperty(name)
  })
})
