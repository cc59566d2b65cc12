import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { Kind, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FIGURES } from '../src/figures/figures.ts'
import { type Block, blocksOf, GUIDE, textOf } from './pages.ts'

const START = 'npm ci && npm start\n'
const TEST = 'npm ci && npm test\n'
const RUN_HERE = ['sh', 'python', 'graphql']
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
/** What a command printed, which ended well. */
const run = async (command: string, args: string[]) => {
  const { stdout, stderr } = await promisify(execFile)(command, args, { env: environment })
  return { stdout, all: `${stdout}${stderr}` }
}
const inBash = (code: string) => run('bash', ['-euo', 'pipefail', '-c', here(code)])

/** What was answered, as far as a page shows it: "…" is anything there, or the rest of a list. */
const asShown = (answer: unknown, shown: unknown): unknown => {
  if (shown === '…') return answer === undefined ? answer : shown
  if (Array.isArray(shown) && Array.isArray(answer)) {
    const rest = shown.at(-1) === '…' ? [shown.at(-1)] : []
    const items = rest.length > 0 ? answer.slice(0, shown.length - 1) : answer
    return [...items.map((item, index) => asShown(item, shown[index])), ...rest]
  }
  if (answer === null || shown === null || typeof answer !== 'object' || typeof shown !== 'object')
    return answer
  const members = answer as Record<string, unknown>
  return Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, asShown(members[key], value)]))
}

/** That a block printed what the page shows after it or, where it shows nothing, no error. */
const expectAsShown = (shown: Block | undefined, printed: string, all = printed) => {
  if (shown?.language === 'json') {
    const expected = JSON.parse(shown.code)
    expect(asShown(JSON.parse(printed), expected)).toEqual(expected)
  } else if (shown) {
    const parts = shown.code.trim().split('…')
    const exactly = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    expect(all).toMatch(new RegExp(exactly.join('[\\s\\S]*?')))
  } else expect(printed).not.toMatch(/"errors":\s*\[|"code":/)
}

/** Whether a document can be asked as it stands. */
const isAsked = (code: string) => {
  const [operation, ...others] = parse(code).definitions
  if (operation.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return false
  return operation.operation === 'query' && !operation.variableDefinitions?.length
}
const asked = async (query: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return answer.text()
}

/** The blocks of a page that are run here, each with what the page says that it prints. */
const examplesOf = (page: string) => {
  const blocks = blocksOf(page)
  return blocks.flatMap((block, index) => {
    if (!RUN_HERE.includes(block.language) || block.info || block.code.includes('npm ci')) return []
    if (block.language === 'graphql' && !isAsked(block.code)) return []
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

describe.each(GUIDE.filter((page) => examplesOf(page).length > 0))('%s', (page) => {
  const examples = examplesOf(page)

  it.each(examples.filter(({ language }) => language === 'sh'))('runs $code', async ({ code, shown }) => {
    const { stdout, all } = await inBash(code)
    expectAsShown(shown, stdout, all)
  })

  const queries = examples.filter(({ language }) => language === 'graphql')
  it.each(queries)('asks $code', async ({ code, shown }) => {
    expectAsShown(shown, await asked(code))
  })

  // One after the other in one interpreter: a page defines things once.
  const python = examples.filter(({ language }) => language === 'python')
  if (python.length > 0)
    it('runs its Python', async () => {
      const END = '\u001e'
      const code = python
        .map((block) => `${here(block.code)}\nprint("${END}", end="", flush=True)\n`)
        .join('')
      const printed = (await run('python3', ['-c', code])).stdout.split(END)
      for (const [index, { shown }] of python.entries()) expectAsShown(shown, printed[index])
    })
})

it('npm run figures draws all figures, and says in a line why not', async () => {
  const folder = `${directory}/figures`
  const figures = (url: string, dataset: string) =>
    run('npm', ['run', '-s', 'figures', '--', dataset, '--to', folder, '--url', url])
  const nowhere = /^error: no server answers at .*: start one with npm run serve\n$/
  await expect(figures('http://127.0.0.1:1/graphql', 'small')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(nowhere),
  })
  const url = `http://127.0.0.1:${port}/graphql`
  await expect(figures(url, 'nothing')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: .*nothing.*\n$/),
  })
  const { stdout, all } = await figures(url, 'small')
  expect(all).toBe(stdout)
  const drawn = readdirSync(folder).filter((file) => file.endsWith('.png'))
  expect(drawn.sort()).toEqual(
    Object.keys(FIGURES)
      .map((name) => `${name}.png`)
      .sort(),
  )
})
