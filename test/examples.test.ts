import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../src/server/config.ts'
import { startServer } from '../src/server/server.ts'
import { ingestSealSmall, shared } from './graphql/ask.ts'

const directory = path.resolve('scripts/examples')
const read = (name: string) => readFileSync(path.join(directory, name), 'utf8')
const documents = new Map(
  readdirSync(path.join(directory, 'documents')).map((name) => [
    name,
    read(path.join('documents', name)).trim(),
  ]),
)

/** Every GraphQL document in a text. */
const queriesIn = (text: string) =>
  [...text.matchAll(/(?:"""|`)(query [\s\S]*?)(?:"""|`)/g)].map(([, query]) => query.trim())
const cells = (): { cell_type: string; source: string[] }[] => JSON.parse(read('notebook.ipynb')).cells
const notebook = () =>
  cells()
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => source.join(''))
    .join('\n\n')

type Target = {
  url_options: { method: string; body_graphql_query: string; body_graphql_variables: string }
  root_selector: string
  columns: { selector: string; text: string; type: string }[]
}
type Panel = { title: string; targets: Target[] }
const dashboard = () => JSON.parse(read('grafana-dashboard.json'))

/** As Grafana fills variables in. */
const filled = (text: string, dataset: string, where = '{}') =>
  text.replaceAll(/\$\{dataset:doublequote\}/g, JSON.stringify(dataset)).replaceAll(/\$\{where:raw\}/g, where)

/** Null within what is null, such as an end of an interval that there is not. */
const at = (value: unknown, selector: string) =>
  selector
    .split('.')
    .reduce((inner, key) => (inner === null ? null : (inner as Record<string, unknown>)[key]), value)

const asking = shared(ingestSealSmall)
const NAME = 'seal-small'

describe('the documents of the examples', () => {
  it('are what the examples ask, and nothing else', () => {
    const { panels, templating } = dashboard()
    const targets = [
      ...panels.flatMap((panel: Panel) => panel.targets),
      ...templating.list.flatMap(
        ({ query }: { query: { infinityQuery?: Target } }) => query.infinityQuery ?? [],
      ),
    ]
    const asked = [
      ...targets.map(({ url_options }: Target) => url_options.body_graphql_query.trim()),
      ...queriesIn(notebook()),
      ...queriesIn(read('page.html')),
    ]
    expect(new Set(asked)).toEqual(new Set(documents.values()))
  })

  it.each([...documents])('%s is answered', async (_, query) => {
    const data = await asking.ask(query, { dataset: NAME, where: {}, name: 'SHIFTS_BY_REGIME' })
    expect(data.datasets ?? data.dataset).toBeTruthy()
  })
})

describe('the Grafana dashboard', () => {
  const { panels, templating } = dashboard()
  const [variable] = templating.list.filter(({ name }: { name: string }) => name === 'dataset')
  const targets: [string, Target][] = [
    ...panels.flatMap(({ title, targets }: Panel) => targets.map((target) => [title, target])),
    ['the datasets', variable.query.infinityQuery],
  ]

  it.each(targets)('finds its columns: %s', async (_, { url_options, root_selector, columns }) => {
    const { method, body_graphql_query, body_graphql_variables } = url_options
    expect(method).toBe('POST')
    const variables = JSON.parse(filled(body_graphql_variables, NAME))
    const root = at({ data: await asking.ask(body_graphql_query, variables) }, root_selector)
    const rows = [root].flat()
    expect(rows.length).toBeGreaterThan(0)
    for (const { selector, type } of columns) {
      const values = rows.map((row) => at(row, selector))
      expect(values, selector).not.toContain(undefined)
      const known = values.filter((value) => value !== null)
      // Reasons are there only where something is undefined, and seal-small has no subsets.
      if (known.length === 0) expect(selector).toMatch(/reason$|subset$/)
      for (const value of known) expect(typeof value, selector).toBe(type)
    }
  })
})

describe('the slice', () => {
  const panels: [string, Target][] = dashboard().panels.flatMap(({ title, targets }: Panel) =>
    targets.map((target) => [title, target]),
  )

  it.each(panels)('is that of %s', async (_, { url_options, root_selector }) => {
    const { body_graphql_query, body_graphql_variables } = url_options
    const rootOf = async (where: string) => {
      const variables = JSON.parse(filled(body_graphql_variables, NAME, where))
      return at({ data: await asking.ask(body_graphql_query, variables) }, root_selector)
    }
    expect(await rootOf('{ "rowId": { "lte": 299 } }')).not.toEqual(await rootOf('{}'))
  })

  it('is that of whatever the notebook asks of a dataset', () => {
    const asked = notebook().match(/ask\([A-Z]+, [^)]*\)/g) ?? []
    expect(asked.length).toBeGreaterThan(4)
    for (const call of asked) expect(call).toContain('where=WHERE')
  })
})

const PYTHON = '/usr/bin/python3'
const runs = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import altair, requests'], { stdio: 'ignore' })
    return true
  } catch {
    console.info(`the notebook is not run: ${PYTHON} has no altair and requests`)
    return false
  }
})()

describe('the notebook', () => {
  it.skipIf(!runs)('runs', async () => {
    const server = await startServer({ ...readConfig({}), databaseUrl: asking.url, port: 0 })
    onTestFinished(server.close)
    const code = notebook()
      .replace('http://127.0.0.1:4000/graphql', server.url)
      .replace('DATASET = "demo"', `DATASET = "${NAME}"`)
    const { stdout } = await promisify(execFile)(PYTHON, ['-W', 'error', '-c', code])
    expect(stdout).toMatch(/^STAYED_ALIGNED +\d+ \d+\.\d%/m)
    expect(stdout).toMatch(/^\d+ pairs were aligned before training/m)
  })
})

describe('the workflow', () => {
  type Step = { uses?: string; run?: string; if?: string }
  const { on, jobs } = parse(read('objectives-workflow.yaml'))
  const steps: Step[] = jobs.judge.steps

  it('scores a checkpoint and judges it, by options that the commands have', async () => {
    expect(on).toBe('pull_request')
    for (const { uses, run } of steps) expect([uses, run].filter(Boolean)).toHaveLength(1)
    const commands = steps.flatMap(({ run = '' }) => {
      const [, name, parameters] = /^npm run -s (\w+) -- (.*)$/.exec(run) ?? []
      return name ? [{ name, parameters }] : []
    })
    expect(commands.map(({ name }) => name)).toEqual(['score', 'objectives'])
    for (const { name, parameters } of commands) {
      const help = [path.resolve(`dist/server/${name}.mjs`), '--help']
      const { stdout } = await promisify(execFile)(process.execPath, help)
      for (const [option] of parameters.matchAll(/--[a-z]+/g)) expect(stdout).toContain(` ${option} <`)
    }
  })
})
