import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FIGURES } from '../src/figures/figures.ts'
import { type Block, blocksOf, GUIDE, textOf } from './pages.ts'

const START = 'npm ci && npm start\n'
const TEST = 'npm ci && npm test\n'
const RUN_HERE = ['sh', 'python']
/** What a block can show directly after one that is run: what that printed, with … for anything. */
const SHOWN = ['json', 'text']

const directory = mkdtempSync(path.join(tmpdir(), 'seal-docs-'))
const environment = {
  ...process.env,
  DATABASE_URL: `file:${directory}/seal.db`,
  PORT: '0',
  PYTHONPATH: path.resolve('scripts/examples/python'),
}
let server: ChildProcess
let output = ''
let port = ''

/** The server of this test listens elsewhere, in case somebody's own is at 4000. */
const here = (code: string) => code.replaceAll(':4000', `:${port}`)
const run = (command: string, args: string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { env: environment, encoding: 'utf8' })
  expect(status, `${stdout}${stderr}`).toBe(0)
  return { stdout, all: `${stdout}${stderr}` }
}
const inBash = (code: string) => run('bash', ['-euo', 'pipefail', '-c', here(code)])

/** What a page shows as an answer, as what an answer has to match. */
const anyWhere = (shown: unknown): unknown => {
  if (shown === '…') return expect.anything()
  if (Array.isArray(shown)) return shown.map(anyWhere)
  if (shown === null || typeof shown !== 'object') return shown
  return expect.objectContaining(
    Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, anyWhere(value)])),
  )
}
const expectShown = ({ language, code }: Block, stdout: string, all: string) => {
  if (language === 'json') return expect(JSON.parse(stdout)).toEqual(anyWhere(JSON.parse(code)))
  const parts = code
    .trim()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  expect(all).toMatch(new RegExp(parts.join('[\\s\\S]*?')))
}
const expectNoError = (printed: string) => expect(printed).not.toMatch(/"errors":\s*\[|"code":/)

/** The blocks of a page that are run here, each with what the page says that it prints. */
const examplesOf = (page: string) => {
  const blocks = blocksOf(page)
  return blocks.flatMap((block, index) => {
    if (!RUN_HERE.includes(block.language) || block.info || block.code.includes('npm ci')) return []
    const next: Block | undefined = blocks[index + 1]
    const follows = next && textOf(page).includes(`${block.code}\`\`\`\n\n\`\`\`${next.language}`)
    return [{ ...block, shown: follows && SHOWN.includes(next.language) ? next : undefined }]
  })
}

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
  it('starts and tests by the commands that are run', () => {
    const installing = blocksOf('README.md').filter(({ code }) => code.includes('npm ci'))
    expect(installing.map(({ code }) => code)).toEqual([START, TEST])
    expect(output).toContain('synthetic')
  })
})

describe.each(GUIDE)('%s', (page) => {
  const examples = examplesOf(page)

  it.each(examples.filter(({ language }) => language === 'sh'))('runs $code', ({ code, shown }) => {
    const { stdout, all } = inBash(code)
    if (shown) expectShown(shown, stdout, all)
    else expectNoError(stdout)
  })

  // One after the other in one interpreter: a page defines things once.
  const python = examples.filter(({ language }) => language === 'python')
  it.runIf(python.length > 0)('runs its Python', () => {
    const END = '\u001e'
    const code = python.map((block) => `${here(block.code)}\nprint("${END}", end="", flush=True)\n`).join('')
    const printed = run('python3', ['-c', code]).stdout.split(END)
    for (const [index, { shown }] of python.entries())
      if (shown) expectShown(shown, printed[index], printed[index])
  })
})

describe('what the pages say beside that', () => {
  it('is in the data that they bring', () => {
    const query =
      '{ dataset(name: \\"small\\") { pairCount audit { alignment { score } rewriting { pairs } } } }'
    const curl = `curl -s http://127.0.0.1:4000/graphql -H 'content-type: application/json' -d '{"query": "${query}"}'`
    expect(JSON.parse(inBash(curl).stdout).data.dataset).toEqual({
      pairCount: 600,
      audit: { alignment: { score: 389 / 600 }, rewriting: { pairs: 400 } },
    })
  })

  it('has a taxonomy that can be given', () => {
    const [, taxonomy] = /`(\{"features".*\})`/.exec(textOf('scripts/docs/data.md'))!
    const file = `${directory}/taxonomy.json`
    writeFileSync(file, taxonomy)
    const ingest = (...parameters: string[]) => run('npm', ['run', '-s', 'ingest', '--', ...parameters]).all
    const pairs = 'test/fixtures/seal-small/pairs.jsonl'
    expect(ingest('pairs', '--dataset', 'own', '--taxonomy', file, pairs)).toMatch('600 pairs new')
    expect(ingest('taxonomy', '--dataset', 'own', file)).toMatch('taxonomy of dataset "own", at revision 1')
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
})
