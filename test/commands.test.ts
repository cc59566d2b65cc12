import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAGES, textOf } from './pages.ts'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** Where each command is run, and what there says so; or why it is run by hand alone. */
const RUN: Record<string, readonly [file: string, what: string] | { byHand: string } | 'here'> = {
  ci: ['.ci/run', 'npm ci'],
  test: ['.ci/run', 'npm test'],
  'test:fast': { byHand: 'it is a part of npm test' },
  audit: ['.ci/run', 'npm audit'],
  start: ['test/docs.test.ts', "spawn('npm', ['start']"],
  build: ['test/run.mjs', 'ensureBuilt()'],
  serve: ['test/server/operations/process.ts', 'startServe('],
  'ingest pairs': ['README.md', '\nnpm run ingest -- pairs '],
  'ingest rewards': ['README.md', '\nnpm run ingest -- rewards '],
  'ingest labels': ['scripts/docs/data.md', '\nnpm run ingest -- labels '],
  'ingest rewrites': ['scripts/docs/data.md', '\nnpm run ingest -- rewrites '],
  'ingest taxonomy': ['scripts/docs/data.md', '\nnpm run ingest -- taxonomy '],
  label: ['scripts/docs/label-and-rewrite.md', '\nnpm run label -- '],
  rewrite: ['scripts/docs/label-and-rewrite.md', '\nnpm run rewrite -- '],
  score: ['test/pipeline/score-command.test.ts', 'startScore('],
  embed: ['test/pipeline/embed-command.test.ts', 'startEmbed('],
  export: ['test/pipeline/export-labels.test.ts', 'startExport('],
  measure: ['test/pipeline/measure.test.ts', 'startMeasure('],
  'dataset list': ['test/pipeline/dataset-command.test.ts', "'list'"],
  'dataset describe': ['test/pipeline/dataset-command.test.ts', "'describe'"],
  'dataset delete': ['test/pipeline/dataset-command.test.ts', "'delete'"],
  'dataset slice': ['test/pipeline/slice-command.test.ts', "'slice', "],
  objectives: ['test/pipeline/objectives-command.test.ts', 'startObjectives('],
  mcp: ['test/clients/mcp.test.ts', "'dist/server/mcp.mjs'"],
  'token create': ['test/server/access/token-command.test.ts', "'create'"],
  'token list': ['test/server/access/token-command.test.ts', "'list'"],
  'token revoke': ['test/server/access/token-command.test.ts', "'revoke'"],
  doctor: ['test/pipeline/doctor.test.ts', 'startDoctor('],
  backup: ['test/pipeline/backup.test.ts', 'startBackup('],
  migrate: ['test/pipeline/migrate-command.test.ts', 'startMigrate('],
  figures: ['test/docs.test.ts', "'figures'"],
  generate: 'here',
  schema: { byHand: 'it writes to the repository; test/graphql/schema.test.ts holds what it would write' },
  migration: { byHand: 'it writes to the repository; test/store/migrate.test.ts holds what it would write' },
  'page:types': ['package.json', 'npm run -s page:types -- --check'],
  'prepare:clients': ['package.json', '"test": "npm run -s prepare:clients'],
  check: ['package.json', 'npm run -s check && vitest run'],
  'check:types': ['package.json', '"check": "npm run -s check:types'],
  'check:style': ['package.json', '&& npm run -s check:style'],
  'check:rooms': ['package.json', '&& npm run -s check:rooms'],
  'check:licences': ['package.json', '&& npm run -s check:licences'],
  'bench:stats': 'here',
  'bench:figures': 'here',
  'bench:leaderboard': { byHand: 'it compares 150 models two by two, and R takes a minute for a part of it' },
  'bench:judge': { byHand: 'it judges 2,000 made datasets; test/objectives/simulated.test.ts judges fewer' },
  bench: { byHand: 'BENCH_PAIRS=1000 takes a minute: it pings and repeats for a fixed time' },
  'bench:ingest-http': { byHand: 'BENCH_PAIRS=1000 takes half a minute, most of it for its dataset' },
  'bench:slices': { byHand: 'BENCH_PAIRS=1000 takes a minute: 200 slices, whatever the size' },
  'bench:tables': { byHand: 'BENCH_PAIRS=1000 takes 10 s, most of it for a dataset with longer texts' },
  'bench:score': { byHand: 'BENCH_TEXTS=8 BENCH_ROUNDS=1 takes 45 s, most of it to open sessions' },
  'bench:sql': { byHand: 'it fills a PostgreSQL database of its own; BENCH_PAIRS=1000 takes a minute' },
  'bench:scale': { byHand: 'it makes databases of its own; BENCH_SIZES=500,1000,1500 takes two minutes' },
  'bench:load': { byHand: 'BENCH_PAIRS=1000 BENCH_SECONDS=2 takes a minute: clients for a fixed time' },
  'bench:attack': { byHand: 'it measures for half a minute for each attack, whatever the size' },
}
const WITH_COMMANDS = ['ingest', 'dataset', 'token']

/** The npm commands that a text names, those with commands of their own by these. */
const commandsIn = (text: string): string[] =>
  [
    ...text.matchAll(/\bnpm (ci|start|test|audit)\b|\bnpm run (?:-s )?(\w[\w:-]*)(?: -- ([a-z]+)\b)?/g),
  ].flatMap(([, plain, script, command]) => {
    if (plain) return [plain]
    if (!WITH_COMMANDS.includes(script)) return [script]
    return command ? [`${script} ${command}`] : []
  })

const directory = mkdtempSync(path.join(tmpdir(), 'seal-commands-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const run = (script: string, parameters: string[], environment = {}) =>
  execFileSync('npm', ['run', '-s', script, '--', ...parameters], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })

describe('every command', () => {
  it('of the pages and package.json is run by somebody', () => {
    const own = Object.keys(scripts).filter((name) => !WITH_COMMANDS.includes(name))
    const named = [...PAGES.map(textOf).flatMap(commandsIn), ...own]
    expect(named.filter((name) => !(name in RUN))).toEqual([])
    const there = new Set([...named, ...WITH_COMMANDS].map((name) => name.split(' ')[0]))
    expect(Object.keys(RUN).filter((name) => !there.has(name.split(' ')[0]))).toEqual([])
  })

  const elsewhere = Object.entries(RUN).flatMap(([name, by]) => (Array.isArray(by) ? [[name, ...by]] : []))
  it.each(elsewhere)('%s is run by %s', (_, file, what) => {
    // The file itself would be a long message.
    expect(readFileSync(file, 'utf8').includes(what)).toBe(true)
  })

  it('npm run generate writes a dataset', () => {
    const out = path.join(directory, 'generated')
    const printed = run('generate', ['--pairs', '50', '--rewrites', '5', '--out', out])
    expect(printed.trim().split('\n').every(existsSync)).toBe(true)
    expect(printed.trim().split('\n')).toHaveLength(readdirSync(out).length)
  })

  // As on a fresh clone, where nothing was measured before.
  const size = { BENCH_PAIRS: '301', BENCH_TIMES: '2' }
  const clean = () => {
    for (const kind of ['150', 'short']) rmSync(`.tmp/bench/301-${kind}`, { recursive: true, force: true })
  }
  beforeAll(clean)
  afterAll(clean)
  it.each([
    ['bench:stats', 'Memory of the server'],
    ['bench:figures', 'Figures'],
  ])('npm run %s measures', (script, title) => {
    expect(run(script, [], size)).toContain(title)
  })
})
