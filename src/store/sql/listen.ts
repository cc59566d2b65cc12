import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { postgresOptions } from './postgresql-options.ts'

/** Between two attempts to reach a server that is gone. */
const RETRY_MS = 500

/** Listens until the connection is lost. */
const listenOnce = async (url: string, channel: string, wake: () => void, signal: AbortSignal) => {
  const client = new pg.Client(postgresOptions(url))
  const over = new Promise<void>((resolve) => {
    client.on('error', () => resolve()).on('end', () => resolve())
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  client.on('notification', wake)
  try {
    await client.connect()
    await client.query(`LISTEN ${channel}`)
    // Something may have been said while nobody listened.
    wake()
    await over
  } finally {
    void client.end().catch(() => undefined)
  }
}

/** Calls `wake` whenever somebody notifies PostgreSQL's channel, and when that may have been missed; returns what ends it. */
export const listen = (url: string, channel: string, wake: () => void): (() => void) => {
  const ending = new AbortController()
  const { signal } = ending
  const stay = async () => {
    while (!signal.aborted) {
      await listenOnce(url, channel, wake, signal).catch(() => undefined)
      await setTimeout(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  void stay()
  return () => ending.abort()
}
