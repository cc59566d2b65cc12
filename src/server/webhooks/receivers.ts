import { lookup as dnsLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Delivery } from '../operations/metrics.ts'
import { guardedLookup, refusalOf } from './addresses.ts'
import type { WebhookEvent } from './events.ts'
import { post } from './post.ts'
import { openReceiver } from './receiver.ts'
import type { WebhookSettings } from './settings.ts'
import { signatureHeaders } from './sign.ts'
import { TIMING, type Timing } from './timing.ts'

export type SendingOptions = { timing?: Timing; lookup?: LookupFunction }

/** Sends events to all receivers; none waits for another one. */
export const openReceivers = (
  { urls, keys, allowPrivate }: WebhookSettings,
  count: (delivery: Delivery) => void,
  { timing = TIMING, lookup = dnsLookup as LookupFunction }: SendingOptions = {},
) => {
  const receivers = urls.map((url, index) => {
    const guarded = guardedLookup((address) => refusalOf(url, address, { allowPrivate }), lookup)
    return openReceiver({
      // Whatever else is in a URL may be a secret.
      label: `${index + 1} at ${url.origin}`,
      send: (event, signal) =>
        post({
          url,
          body: event.body,
          headers: signatureHeaders(event, keys),
          lookup: guarded,
          timeoutMs: timing.timeoutMs,
          signal,
        }),
      count,
      timing,
    })
  })
  return {
    send: (event: WebhookEvent): void => {
      for (const receiver of receivers) receiver.send(event)
    },
    /** Waits a moment for what is under way. */
    close: async (): Promise<void> => {
      await Promise.all(receivers.map(({ close }) => close()))
    },
  }
}
