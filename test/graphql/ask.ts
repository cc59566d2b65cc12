import path from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Engine, type EngineKind, openEngine } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { openApi } from '../../src/server/api.ts'
import { copyFilled } from '../copies.ts'
import { type Databases, databases, openAll } from '../databases.ts'

export const [SQLITE] = databases()

/** Where the answers of an API without a socket come from. */
const ENDPOINT = 'http://test/graphql'

type Fetching = { fetch(url: string, init: RequestInit): Response | Promise<Response> }

export const post = async (yoga: Fetching, body: object, headers = {}): Promise<Response> =>
  yoga.fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const writeAll = async (url: string, work: (context: Context) => Promise<unknown>): Promise<void> => {
  const { context, close } = await openAll(url)
  await work(context).finally(close)
}

/** Writes to a database as a process of its own would. */
export const write: typeof writeAll = async (url, work) => {
  const fill = (other: string) => writeAll(other, work)
  if (work === ingestSealSmall && (await copyFilled(url, fill))) return
  await fill(url)
}

const fixture = (name: string) => path.join(import.meta.dirname, '../fixtures/seal-small', name)

export const SEAL_SMALL = {
  pairs: fixture('pairs.jsonl'),
  pre: fixture('compare-pre.csv'),
  post: fixture('compare-post.csv'),
  labels: fixture('taxonomy.csv'),
  control: fixture('taxonomy-control.csv'),
  rewrites: fixture('rewrite.csv'),
}

/** Models and labelers beside pairs that are there already. */
export const ingestSources = async (
  context: Context,
  dataset: string,
  files: Omit<typeof SEAL_SMALL, 'pairs'>,
) => {
  await ingestRewards(context, { dataset, model: 'pre-model', stage: 'PRE', file: files.pre })
  await ingestRewards(context, { dataset, model: 'post-model', stage: 'POST', file: files.post })
  await ingestLabels(context, { dataset, labeler: 'labeler', file: files.labels })
  await ingestLabels(context, { dataset, labeler: 'control', file: files.control })
  await ingestRewrites(context, { dataset, rewriter: 'rewriter', file: files.rewrites })
}

/** The dataset `seal-small`: the whole fixture. */
export const ingestSealSmall = async (context: Context): Promise<void> => {
  const dataset = 'seal-small'
  await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs], description: 'The fixture.' })
  await ingestSources(context, dataset, SEAL_SMALL)
}

type Options = { change?: (engine: Engine) => Engine; kind?: EngineKind }

/** An API on a database, without a socket. `change` puts something between the API and its engine. */
export const openAsk = (url: string, { change = (engine) => engine, kind }: Options = {}) => {
  const api = openApi(url, change(openEngine(url, { workers: 2, kind })))
  /** The whole answer. */
  const answer = async (query: string, variables?: object) =>
    JSON.parse(await (await post(api.yoga, { query, variables })).text())
  /** The data of an answer without errors. */
  const ask = async (query: string, variables?: object) => {
    const { data, errors } = await answer(query, variables)
    expect(errors).toBeUndefined()
    return data
  }
  return { ...api, url, answer, ask }
}

export type Asking = ReturnType<typeof openAsk>

/** One filled database with its API for all tests of a file. Use what it returns only inside tests. */
export const shared = (
  fill: (context: Context) => Promise<unknown>,
  { on = SQLITE, ...options }: Options & { on?: Databases } = {},
): Asking => {
  const asking = {} as Asking
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await on.create()
    drop = database.drop
    await write(database.url, fill)
    Object.assign(asking, openAsk(database.url, options))
  })
  afterAll(async () => {
    await asking.close()
    await drop()
  })
  return asking
}

export type Problem = { message: string; path?: (string | number)[]; extensions?: { code?: string } }
