import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPage } from '../../scripts/build-page.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { createToken, revokeToken } from '../../src/store/access-tokens.ts'
import { openAll, type TestDatabase } from '../databases.ts'
import { ingestSealSmall, SQLITE, write } from '../graphql/ask.ts'
import { pairLines, tempFile } from '../pipeline/files.ts'
import { browserIsThere, openBrowser } from './chromium.ts'

describe.skipIf(!browserIsThere('The page’s, with tokens,'))('where tokens are needed', () => {
  let database: TestDatabase
  let server: Server
  let base: string
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let token: string

  beforeAll(async () => {
    await buildPage()
    database = await SQLITE.create()
    await write(database.url, ingestSealSmall)
    const { prisma, close } = await openAll(database.url)
    token = await createToken(prisma, { name: 'a reader', scope: 'READ' })
    await close()
    server = await startServer({ databaseUrl: database.url, host: '127.0.0.1', port: 0 })
    base = new URL('/', server.url).href
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.drop()
  })
  beforeEach(async () => {
    context = await browser.newContext()
    page = await context.newPage()
  })
  afterEach(() => context.close())

  const type = async (text: string) => {
    await page.getByLabel('Token').fill(text)
    await page.getByRole('button', { name: 'Go on' }).click()
  }
  const alert = () => page.locator('.sign-in [role=alert]')
  const table1 = () => page.locator('section[aria-label^="What did training change"] tbody tr').first()

  it('the page asks for one, says what is wrong with another, and shows nothing before', async () => {
    const others: string[] = []
    page.on('response', async (response) => {
      if (response.url().includes('/graphql') && response.status() !== 401) others.push(response.url())
    })
    await page.goto(base)
    await expect.poll(() => alert().textContent()).toMatch(/^this needs a token/)
    await type('seal_something')
    await expect.poll(() => alert().textContent()).toMatch(/^this token is not known here/)
    expect(others).toEqual([])
    await type(`  ${token} `)
    await table1().waitFor()
    expect(await page.content()).not.toContain(token)
    expect(new URL(page.url()).search).not.toContain('seal_')
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ''])
    const menu = page.locator('details.menu', { has: page.getByLabel('Export “What did training change') })
    await menu.locator('summary').click()
    const saved = page.waitForEvent('download')
    await menu.getByRole('button', { name: 'CSV' }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toMatch(/^regime,/)
  })

  it('it hears of revisions, and keeps the token for its tab alone', async () => {
    await page.goto(base)
    await type(token)
    await table1().waitFor()
    // Once it listens, which nothing on the page shows.
    const files = [tempFile(pairLines([['one more', 'than there were']]))]
    await expect
      .poll(
        async () => {
          await write(database.url, (all) =>
            ingestPairs(all, {
              dataset: 'seal-small',
              replace: true,
              files,
              firstRowId: 9000 + (Date.now() % 1e6),
            }),
          )
          return page.getByRole('status').textContent()
        },
        { interval: 500, timeout: 15_000 },
      )
      .toMatch(/the dataset has changed/)
    await page.reload()
    await table1().waitFor()
    const other = await context.newPage()
    await other.goto(base)
    await other.locator('.sign-in').waitFor()
  })

  it('one that may read alone saves no slice, and says so', async () => {
    await page.goto(`${base}?${new URLSearchParams({ where: '{"text":"a"}' })}`)
    await type(token)
    await page.getByText('Narrow down by typing').click()
    await page.getByLabel('Save this slice as').fill('mine')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(() => page.locator('.slice [role=alert]').allInnerTexts())
      .toEqual([expect.stringMatching(/WRITE/i)])
    expect(new URL(page.url()).searchParams.get('where')).toBe('{"text":"a"}')
  })

  it('a token that is revoked is asked for again', async () => {
    const { prisma, close } = await openAll(database.url)
    const short = await createToken(prisma, { name: 'for now', scope: 'READ' })
    await page.goto(base)
    await type(short)
    await table1().waitFor()
    await revokeToken(prisma, 'for now')
    await close()
    // What it listens to ends within a second, with no click of its reader.
    await alert().waitFor()
    expect(await alert().textContent()).toMatch(/^this token has been revoked/)
    await type(token)
    await table1().waitFor()
  })

  it('GraphiQL takes it as a header', async () => {
    const headers = JSON.stringify({ authorization: `Bearer ${token}` })
    const answers: object[] = []
    page.on('response', async (response) => {
      if (response.request().method() === 'POST') answers.push(await response.json().catch(() => ({})))
    })
    await page.goto(`${server.url}?${new URLSearchParams({ query: '{ datasets { name } }' })}`)
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) textarea').first().focus()
    await page.keyboard.insertText(headers)
    await expect
      .poll(
        async () => {
          await page.locator('.graphiql-execute-button').click()
          return answers
        },
        { interval: 500, timeout: 10_000 },
      )
      .toContainEqual(expect.objectContaining({ data: { datasets: [{ name: 'seal-small' }] } }))
  })
})
