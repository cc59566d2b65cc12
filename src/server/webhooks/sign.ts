import { createHmac } from 'node:crypto'

/** The headers of Standard Webhooks 1.0.0 for an attempt that is made now: who knows a key can tell who sends, what, and when. */
export const signatureHeaders = (
  { id, body }: { id: string; body: string },
  keys: readonly Buffer[],
): Record<string, string> => {
  const timestamp = Math.floor(Date.now() / 1000)
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  )
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}
