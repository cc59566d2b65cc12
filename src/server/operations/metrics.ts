import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Engine, Usage } from '../../engine/engine.ts'
import type { RequestListener } from './use-requests.ts'

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Sums of what is there by type; a name in `_total` is a counter's, and they are none. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
]

const GAUGES: readonly [name: string, help: string, of: (usage: Usage) => number][] = [
  ['seal_queue_length', 'Tasks that wait for a worker.', ({ waiting }) => waiting],
  ['seal_workers_busy', 'Workers with a task.', ({ working }) => working],
  ['seal_frames', 'Datasets whose columns are in memory.', ({ frames }) => frames],
  ['seal_frame_memory_bytes', 'What these columns take.', ({ frameBytes }) => frameBytes],
]
const COUNTERS: readonly (typeof GAUGES)[number][] = [
  ['seal_questions_total', 'Questions about datasets.', ({ asked }) => asked],
  ['seal_questions_computed_total', 'Those whose answer was not remembered.', ({ computed }) => computed],
]

/** What becomes of an event on its way to a webhook; FAILED: of one attempt. */
export type Delivery = 'DELIVERED' | 'FAILED' | 'REPLACED' | 'GIVEN_UP'

/**
 * What Prometheus reads. `labelOf` says under which of a limited number of names a request counts: clients can't make
 * more of them.
 */
export const openMetrics = (
  engine: Engine,
  labelOf: (request: { operation?: string; path: string }) => string,
) => {
  const register = new Registry()
  const registers = [register]
  const underWay = new Gauge({
    name: 'seal_requests_under_way',
    help: 'Requests without the end of their answer.',
    registers,
  })
  const requests = new Counter({
    name: 'seal_requests_total',
    help: 'Requests that are over, by operation and HTTP status; 499: the client left.',
    labelNames: ['operation', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'seal_request_duration_seconds',
    help: 'From a request to the end of its answer; subscriptions are left out.',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers,
  })
  const errors = new Counter({
    name: 'seal_graphql_errors_total',
    help: 'GraphQL requests with an error, by its code.',
    labelNames: ['code'],
    registers,
  })
  const deliveries = new Counter({
    name: 'seal_webhook_deliveries_total',
    help: 'Deliveries to webhooks, by what became of them; what FAILED is tried again.',
    labelNames: ['outcome'],
    registers,
  })
  for (const [name, help, of] of GAUGES)
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(of(engine.usage()))
      },
    })
  for (const [name, help, of] of COUNTERS)
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(of(engine.usage()))
      },
    })

  // Of the process and its event loop.
  collectDefaultMetrics({ register })
  for (const name of MISNAMED) register.removeSingleMetric(name)
  return {
    contentType: register.contentType,
    text: (): Promise<string> => register.metrics(),
    countDelivery: (outcome: Delivery): void => deliveries.inc({ outcome }),
    listener: {
      begun: () => underWay.inc(),
      finished: (request) => {
        const operation = labelOf(request)
        underWay.dec()
        requests.inc({ operation, status: request.status })
        if (!request.isSubscription) seconds.observe({ operation }, request.milliseconds / 1000)
        for (const code of request.codes ?? []) errors.inc({ code })
      },
    } satisfies RequestListener,
  }
}
