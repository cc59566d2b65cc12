import { setTimeout as wait } from 'node:timers/promises'
import { log } from '../operations/log.ts'
import type { Delivery } from '../operations/metrics.ts'
import type { WebhookEvent } from './events.ts'
import type { Answer } from './post.ts'
import { type Timing, withJitter } from './timing.ts'

type Waiting = { event: WebhookEvent; attempts: number; due: number }

type Options = {
  /** What it is called in the log. */
  label: string
  send: (event: WebhookEvent, signal: AbortSignal) => Promise<Answer>
  count: (delivery: Delivery) => void
  timing: Timing
}

const MOST_WAITING = 100
const LONGEST_RETRY_AFTER = 86_400_000
const GONE = 410

const shown = ({ id, type, dataset: { name, revision } }: WebhookEvent) => ({
  id,
  type,
  dataset: name,
  revision,
})

/** Of a dataset's revisions nobody needs but the newest. */
const replaces = (newer: WebhookEvent, older: WebhookEvent) =>
  newer.type === 'dataset.revised' && older.type === newer.type && older.dataset.id === newer.dataset.id

const failureOf = ({ status }: Answer): string | null => {
  if (status >= 200 && status < 300) return null
  const redirected = status >= 300 && status < 400 ? '; what is sent goes to no other address' : ''
  return `the receiver answers ${status}${redirected}`
}

/** The events for one receiver: one is sent at a time, and what fails again after ever longer pauses. */
export const openReceiver = ({ label, send, count, timing }: Options) => {
  const { retryMs, closeMs } = timing
  const ending = new AbortController()
  let waiting: Waiting[] = []
  let notBefore = 0
  let isGone = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null

  const giveUp = (given: readonly WebhookEvent[], why: string) => {
    if (given.length === 0) return
    for (const _ of given) count('GIVEN_UP')
    log.error({ receiver: label, events: given.map(shown) }, `not delivered to a webhook: ${why}`)
  }
  const takeAll = () => waiting.splice(0).map(({ event }) => event)

  const retryLater = ({ event, attempts }: Waiting, why: string, wishMs: number) => {
    if (attempts >= retryMs.length) return giveUp([event], `${why}; no attempt is left`)
    const pause = Math.max(withJitter(retryMs[attempts]), wishMs)
    const later = { attempts: attempts + 1, due: Date.now() + pause }
    notBefore = Date.now() + wishMs
    const newer = waiting.find((other) => replaces(other.event, event))
    if (newer) {
      Object.assign(newer, later)
      count('REPLACED')
    } else waiting.push({ event, ...later })
    const seconds = Math.ceil(pause / 1000)
    log.warn({ receiver: label, ...shown(event), again: seconds }, `a webhook failed: ${why}`)
  }

  const attempt = async (one: Waiting): Promise<void> => {
    waiting = waiting.filter((other) => other !== one)
    const { event } = one
    const answer = await send(event, ending.signal).catch((error: Error) => error)
    if (answer instanceof Error && ending.signal.aborted) return void waiting.push(one)
    const failure = answer instanceof Error ? answer.message : failureOf(answer)
    if (failure === null) {
      count('DELIVERED')
      return log.info({ receiver: label, ...shown(event) }, 'webhook')
    }
    count('FAILED')
    if (!(answer instanceof Error) && answer.status === GONE) {
      isGone = true
      return giveUp([event, ...takeAll()], `${failure}: it wants no more until the server starts again`)
    }
    const wishMs = answer instanceof Error ? 0 : (answer.retryAfterMs ?? 0)
    retryLater(one, failure, Math.min(wishMs, LONGEST_RETRY_AFTER))
  }

  /** The one that is due first, and in how long. */
  const next = () => {
    const [one] = [...waiting].sort((a, b) => a.due - b.due)
    return one && { one, inMs: Math.max(one.due, notBefore) - Date.now() }
  }
  const run = async () => {
    for (let due = next(); due && due.inMs <= 0 && !ending.signal.aborted; due = next())
      await attempt(due.one)
  }
  const wake = () => {
    if (running) return
    clearTimeout(timer)
    running = run().finally(() => {
      running = null
      const due = next()
      if (due && !ending.signal.aborted) timer = setTimeout(wake, due.inMs).unref()
    })
  }

  return {
    /** Sends an event, in place of one that waits where it makes that one out of date. */
    send: (event: WebhookEvent): void => {
      if (isGone) return
      const older = waiting.find((other) => replaces(event, other.event))
      if (older) {
        older.event = event
        count('REPLACED')
      } else waiting.push({ event, attempts: 0, due: Date.now() })
      if (waiting.length > MOST_WAITING)
        giveUp([waiting.shift()!.event], `more than ${MOST_WAITING} wait for the receiver`)
      wake()
    },
    /** Waits a moment for what is due, and says what was not delivered. */
    close: async (): Promise<void> => {
      wake()
      await Promise.race([running, wait(closeMs, undefined, { ref: false })])
      ending.abort()
      await running
      clearTimeout(timer)
      giveUp(takeAll(), 'the server ends')
    },
  }
}
