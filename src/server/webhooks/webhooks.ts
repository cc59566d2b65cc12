import type { Services } from '../../graphql/context.ts'
import { databaseId } from '../../store/database-id.ts'
import type { WatchAll } from '../../store/revisions.ts'
import type { Delivery } from '../operations/metrics.ts'
import { changedEvent, revisedEvent } from './events.ts'
import { watchOutcomes } from './outcomes.ts'
import { openReceivers, type SendingOptions } from './receivers.ts'
import type { WebhookSettings } from './settings.ts'
import { TIMING } from './timing.ts'

/** What of a server tells of revisions, judges, and counts what became of events. */
type Source = { services: Services; watchAll: WatchAll; countDelivery: (delivery: Delivery) => void }

/** Tells receivers of revisions and of changed outcomes from now on. `close` says what was not delivered. */
export const openWebhooks = async (
  settings: WebhookSettings,
  { services, watchAll, countDelivery }: Source,
  { timing = TIMING, ...options }: SendingOptions = {},
): Promise<{ close(): Promise<void> }> => {
  const receivers = openReceivers(settings, countDelivery, { timing, ...options })
  const id = await databaseId(services.prisma)
  const outcomes = await watchOutcomes({
    services,
    tell: (dataset, changes) => receivers.send(changedEvent(id, dataset, changes)),
    judgeMs: timing.judgeMs,
  })
  const end = await watchAll((dataset) => {
    receivers.send(revisedEvent(id, dataset))
    outcomes.revised(dataset)
  })
  return {
    close: async () => {
      await end()
      outcomes.close()
      await receivers.close()
    },
  }
}
