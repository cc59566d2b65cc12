import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { startServer } from '../../src/server/server.ts'
import { ingestSealSmall, SQLITE, write } from '../graphql/ask.ts'

const CHROMIUM = '/usr/bin/chromium'
const there = existsSync(CHROMIUM)
if (!there) console.info(`the example page is not opened: there is no ${CHROMIUM}`)
const CDN = /^https:\/\/cdn\.jsdelivr\.net\/npm\/([\w-]+)@([\d.]+)$/

/** What the CDN serves for a package: the file that its package.json names. */
const served = (name: string, version: string) => {
  const directory = path.resolve('node_modules', name)
  const about = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  expect(about.version).toBe(version)
  return path.join(directory, about.jsdelivr)
}

describe.skipIf(!there)('the example page, from another origin', () => {
  it('draws a figure of the server', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    await write(url, ingestSealSmall)
    let html = ''
    const site = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(html)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void site.close())
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    const config = readConfig({ CORS_ORIGINS: origin })
    const server = await startServer({ ...config, databaseUrl: url, port: 0 })
    onTestFinished(server.close)
    html = readFileSync('scripts/examples/page.html', 'utf8')
      .replace('http://127.0.0.1:4000', new URL(server.url).origin)
      .replace("dataset: 'demo'", "dataset: 'seal-small'")

    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
    await page.route(CDN, (route) => {
      const [, name, version] = CDN.exec(route.request().url())!
      return route.fulfill({ path: served(name, version), contentType: 'text/javascript' })
    })
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
    await page.goto(origin)
    await page.waitForSelector('#figure canvas, #figure svg', { timeout: 30_000 })
    expect(problems).toEqual([])
  })
})
