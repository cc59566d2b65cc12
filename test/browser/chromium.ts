import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'

/** Says so where there is no browser to test in. */
export const browserIsThere = (whose: string): boolean => {
  const there = existsSync(CHROMIUM)
  if (!there) console.info(`${whose} tests are skipped: there is no ${CHROMIUM}`)
  return there
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
