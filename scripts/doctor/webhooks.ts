import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { promisify } from 'node:util'
import type { Config } from '../../src/server/config.ts'
import { addressIn, guardedLookup, refusalOf } from '../../src/server/webhooks/addresses.ts'
import { type Finding, messageOf } from './finding.ts'

/** Who is told of revisions, and whether they may be connected to; nothing is sent. */
export async function* checkWebhooks({ webhooks }: Config): AsyncGenerator<Finding> {
  const what = 'webhook'
  if (!webhooks) {
    yield { state: 'ok', what, found: 'not set up: WEBHOOK_URLS is not set' }
    return
  }
  for (const [index, url] of webhooks.urls.entries()) {
    const label = `${index + 1} at ${url.origin}`
    const refuse = (address: string) => refusalOf(url, address, webhooks)
    const resolve = promisify(guardedLookup(refuse, lookup as LookupFunction))
    try {
      const address = addressIn(url) ?? (await resolve(url.hostname, {}))
      yield { state: 'ok', what, found: `${label} is told of revisions, at ${address}` }
    } catch (error) {
      const todo = 'see WEBHOOK_URLS, and scripts/docs/webhooks.md on which addresses are allowed'
      yield { state: 'failed', what, found: `${label}: ${messageOf(error)}`, todo }
    }
  }
}
