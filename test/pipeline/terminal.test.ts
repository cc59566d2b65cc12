import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openFresh } from '../databases.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { endOf } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const PYTHON = path.join(import.meta.dirname, 'terminal.py')
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.info('tests at a terminal are skipped: there is no python3')

const PAIRS = 10
const PROMPT = 'Send them? [y/N] '
const [CTRL_C, CTRL_D] = ['\u0003', '\u0004']
type Step = [words: string, keys: string]

const prepare = async (command: string) => {
  const { url, context, prisma } = await openFresh(databases()[0])
  await ingestPairs(context, { dataset: 'd', files: [tempFile(manyPairs(PAIRS))] })
  const fake = await startFakeOpenAi({ delayMs: () => 20 })
  const whose = command === 'label' ? '--labeler' : '--rewriter'
  const parameters = `--dataset d ${whose} x --model fake --backend openai --concurrency 2 --price-input 10`
  /** At a terminal, as people type it. */
  const type = async (...steps: Step[]) => {
    const npm = ['npm', 'run', '-s', command, '--', ...parameters.split(' ')]
    const child = spawn('python3', [PYTHON, JSON.stringify(steps), ...npm], {
      env: { ...process.env, DATABASE_URL: url, OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: fake.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { code, output } = await endOf(child)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what takes the cursor to the line's beginning
    const lines = output.split(/\u001b\[1G|[\r\n]+/).map((line) => stripVTControlCharacters(line))
    return { code, output, lines }
  }
  return { type, prisma, received: fake.received }
}

describe.skipIf(!hasPython).each(['label', 'rewrite'])('npm run %s at a terminal', (command) => {
  it('sends nothing but after a yes', { timeout: 60_000 }, async () => {
    const { type, prisma, received } = await prepare(command)
    const noes = ['n\r', '\r', 'yo\r', CTRL_C, CTRL_D]
    for (const { code, output, lines } of await Promise.all(noes.map((keys) => type([PROMPT, keys])))) {
      expect([code, lines.at(-2)], output).toEqual([1, 'nothing was sent'])
      expect(output).not.toContain('Warning')
    }
    expect(received).toEqual([])
    expect(await prisma.run.count()).toBe(1)

    const { code, output, lines } = await type([PROMPT, 'Yes\r'])
    expect(code, output).toBe(0)
    expect(received).toHaveLength(2 * PAIRS)
    const states = lines.filter((line) => line.includes('%'))
    for (const state of states)
      expect(state).toMatch(/^\w+ [^ ]+ \d+% \| \d+ rows \| \d+ rows\/s \| \S+ left \| costing [\d.]+$/)
    for (const state of states) expect(state.length).toBeLessThanOrEqual(80)
    expect(states.at(-1)).toMatch(/ 100% \| 20 rows \| /)
    // The cursor is there again.
    expect(output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(output.lastIndexOf('\u001b[?25l'))
  })

  it('stops at Ctrl-C, with what is under way', { timeout: 60_000 }, async () => {
    const { type, prisma, received } = await prepare(command)
    const { code, output, lines } = await type([PROMPT, 'y\r'], ['% |', CTRL_C])
    // npm, or the shell between, may have a code of its own for it.
    expect([code === 0, lines.at(-2)], output).toEqual([
      false,
      'interrupted; run the same command again to go on',
    ])
    expect(lines.filter((line) => line.startsWith('stopping, when'))).toHaveLength(1)
    expect(received.length).toBeLessThan(2 * PAIRS)
    const run = await prisma.run.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect([run.state, run.position]).toEqual(['INTERRUPTED', received.length])
    expect(output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(output.lastIndexOf('\u001b[?25l'))
  })
})
