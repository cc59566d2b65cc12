import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDemo } from '../../scripts/demo.ts'
import { exampleQueries } from '../../src/server/examples.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import type { TestDatabase } from '../databases.ts'
import { SQLITE } from '../graphql/ask.ts'
import { browserIsThere, openBrowser } from './chromium.ts'

const names = exampleQueries('demo').map(({ query }) => /query (\w+)/.exec(query)?.[1] ?? '')

describe.skipIf(!browserIsThere('GraphiQL’s'))('GraphiQL in a browser', () => {
  let database: TestDatabase
  let server: Server
  let browser: Browser
  let page: Page
  const hosts = new Set<string>()
  /** The keys of the answer to each operation. */
  const answers = new Map<string, string[]>()
  beforeAll(async () => {
    database = await SQLITE.create()
    const config = { databaseUrl: database.url, host: '127.0.0.1', port: 0 }
    await loadDemo(config)
    server = await startServer(config)
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    page.on('response', async (response) => {
      if (response.request().method() !== 'POST') return
      const { extensions, ...answer } = await response.json()
      answers.set(response.request().postDataJSON().operationName, Object.keys(answer))
    })
    // Megabytes of script, which are read when somebody wants them.
    await page.goto(server.url, { timeout: 100_000 })
    await page.waitForSelector('.graphiql-tab >> nth=5')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.drop()
  })

  it('opens with the examples', async () => {
    expect(await page.locator('.graphiql-tab').allInnerTexts()).toEqual(names)
  })

  it.each(names.map((name, tab) => ({ name, tab })).reverse())(
    'runs $name after one click on its tab',
    async ({ name, tab }) => {
      await page.locator('.graphiql-tab-button').nth(tab).click()
      await page.waitForSelector(`.graphiql-tab-active:has-text("${name}")`, { timeout: 5000 })
      // GraphiQL takes a moment until it runs what it shows.
      await expect
        .poll(
          async () => {
            await page.locator('.graphiql-execute-button').click()
            return answers.get(name)
          },
          { interval: 500, timeout: 10_000 },
        )
        .toEqual(['data'])
    },
  )

  it('shows a query that is shared in a tab that is called so', async () => {
    const context = await browser.newContext()
    // The second one comes to somebody who has tabs already.
    for (const name of ['SharedFirst', 'SharedSecond']) {
      const shared = await context.newPage()
      const query = `query ${name}($name: String!) {\n  dataset(name: $name) { name } # </script>\n}`
      const variables = JSON.stringify({ name: '</script>' })
      await shared.goto(`${server.url}?${new URLSearchParams({ query, variables })}`)
      await shared.waitForSelector(`.graphiql-tab-active:has-text("${name}")`)
      const editors = shared.locator('.graphiql-editors .view-lines')
      await expect.poll(() => editors.first().innerText()).toContain(name)
      await expect.poll(() => editors.nth(1).innerText()).toContain('</script>')
      await shared.close()
    }
    await context.close()
  })

  it('asks no other host', () => {
    expect([...hosts].filter((host) => host !== '')).toEqual([new URL(server.url).host])
  })
})
