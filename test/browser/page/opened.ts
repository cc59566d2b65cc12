import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { buildPage } from '../../../scripts/build-page.ts'
import { loadDemo } from '../../../scripts/demo.ts'
import { type Server, startServer } from '../../../src/server/server.ts'
import type { TestDatabase } from '../../databases.ts'
import { SQLITE, write } from '../../graphql/ask.ts'
import { openBrowser } from '../chromium.ts'
import { ingestSmallDatasets } from './datasets.ts'
import { ingestLengthy } from './lengthy.ts'

export const WIDTHS = { desktop: 1280, phone: 390 }
/** Where to put pictures of what is tested, for whoever wants to look at them. */
const { PAGE_SHOTS } = process.env

export let database: TestDatabase
export let base: string
export let browser: Browser
/** A new one for each test. */
export let page: Page
let server: Server
let context: BrowserContext
let hosts: Set<string>
let complaints: string[]

/** One server and one browser for all tests of the page, none of which may complain or reach another host. */
export const openForAll = (): void => {
  beforeAll(async () => {
    await buildPage()
    database = await SQLITE.create()
    const config = { databaseUrl: database.url, host: '127.0.0.1', port: 0 }
    await loadDemo(config)
    await write(database.url, ingestSmallDatasets)
    await write(database.url, ingestLengthy)
    server = await startServer(config)
    base = new URL('/', server.url).href
    browser = await openBrowser()
    // What it has read of the page it keeps, as people's browsers do.
    context = await browser.newContext()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.drop()
  })
  beforeEach(async () => {
    page = await context.newPage()
    await page.setViewportSize({ width: WIDTHS.desktop, height: 900 })
    hosts = new Set()
    complaints = []
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  })
  afterEach(async () => {
    expect(complaints).toEqual([])
    hosts.delete(new URL(base).host)
    expect([...hosts].filter((host) => host !== '')).toEqual([])
    await page.close()
  })
}

export const settled = (shown = page) =>
  shown.waitForFunction(
    () =>
      document.querySelector('main section') &&
      !document.querySelector('main .waiting, main [aria-busy="true"]'),
  )

export const shoot = async (name: string) => {
  if (PAGE_SHOTS) await page.screenshot({ path: path.join(PAGE_SHOTS, `${name}.png`), fullPage: true })
}

export const open = async (place: Record<string, string> = {}, shown = page) => {
  await shown.goto(`${base}?${new URLSearchParams(place)}`)
  await settled(shown)
}

/** What GraphQL answers. */
export const ask = async (query: string, variables: object = {}) => {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()).data
}

export const audit = async (fields: string, where: object | null, dataset = 'demo') => {
  const query = `query ($where: PairFilter) { dataset(name: "${dataset}") { audit(where: $where) { ${fields} } } }`
  return (await ask(query, { where })).dataset.audit
}

/** What tables of a section show, or one of them, without the smaller numbers below the large ones. */
export const tableOf = (section: string, label?: string) =>
  page.$$eval(
    `${section && `section[aria-label^="${section}"]`} ${label ? `[aria-label="${label}"]` : ''} tbody tr`,
    (rows) =>
      rows.map((row) =>
        [...row.children].map((cell) => {
          const copy = cell.cloneNode(true) as Element
          for (const small of copy.querySelectorAll('small')) small.remove()
          return copy.textContent
        }),
      ),
  )

/** The filter in the address. */
export const where = () => JSON.parse(new URL(page.url()).searchParams.get('where') ?? 'null')
