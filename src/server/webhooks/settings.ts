import { InvalidInput } from '../../domain/errors.ts'
import { readFlag } from '../environment.ts'
import { addressIn, refusalOf } from './addresses.ts'

/** Who is told of revisions, and how they know who tells. */
export type WebhookSettings = {
  urls: readonly URL[]
  /** The keys of signatures; more than one while receivers change from an old to a new one. */
  keys: readonly Buffer[]
  /** Whether they may have addresses that are not of the internet. */
  allowPrivate: boolean
}

const FEWEST_BYTES = 24
const MOST_BYTES = 64

const itemsOf = (list = ''): string[] => list.split(',').map((item) => item.trim())

const readKey = (secret: string): Buffer => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const key = Buffer.from(base64 ?? '', 'base64')
  if (key.length < FEWEST_BYTES || key.length > MOST_BYTES)
    throw new InvalidInput(
      `WEBHOOK_SECRET must be whsec_ and ${FEWEST_BYTES} to ${MOST_BYTES} random bytes in Base64, as of: echo "whsec_$(openssl rand -base64 32)"`,
    )
  return key
}

/** @throws InvalidInput naming the place of the URL in the list, without repeating it: it may have a secret in it. */
const readUrl = (text: string, index: number, allowPrivate: boolean): URL => {
  const refuse = (why: string) => new InvalidInput(`WEBHOOK_URLS: URL ${index + 1} ${why}`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse('is no http or https URL; commas are between URLs, within one write %2C')
  if (url.protocol === 'http:' && !allowPrivate)
    throw refuse(
      'is not https, which anybody on the way can read; http is for private addresses, which WEBHOOK_PRIVATE=true allows',
    )
  const address = addressIn(url)
  const refusal = address && refusalOf(url, address, { allowPrivate })
  if (refusal) throw refuse(`is refused: ${refusal}`)
  return url
}

/** Undefined: nobody is told. @throws InvalidInput for a value that can't be used, naming its variable. */
export const readWebhooks = (environment: NodeJS.ProcessEnv): WebhookSettings | undefined => {
  const allowPrivate = readFlag('WEBHOOK_PRIVATE', environment.WEBHOOK_PRIVATE || 'false')
  if (!environment.WEBHOOK_URLS?.trim()) return undefined
  const urls = itemsOf(environment.WEBHOOK_URLS).map((text, index) => readUrl(text, index, allowPrivate))
  const hrefs = urls.map(({ href }) => href)
  const twice = hrefs.findIndex((href, index) => hrefs.indexOf(href) < index)
  if (twice >= 0) throw new InvalidInput(`WEBHOOK_URLS: URL ${twice + 1} is in the list twice`)
  return { urls, keys: itemsOf(environment.WEBHOOK_SECRET).map(readKey), allowPrivate }
}
