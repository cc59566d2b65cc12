import { createHash } from 'node:crypto'
import { encodeNodeId } from '../../graphql/node-id.ts'
import type { OutcomeChange } from '../../graphql/outcome-changes.ts'
import type { Revised } from '../../store/revisions.ts'

/** What receivers are told: its body is signed and sent as it is here, at each attempt. */
export type WebhookEvent = {
  /** The same for all servers of a database, so that receivers drop what comes twice. */
  id: string
  type: 'dataset.revised' | 'objectives.changed'
  dataset: Revised
  body: string
}

/** `data` is what there is to tell of a dataset, without texts of its pairs. */
const event = (
  databaseId: string,
  type: WebhookEvent['type'],
  { id, name, revision }: Revised,
  data: object = {},
): WebhookEvent => {
  const told = { dataset: { id: encodeNodeId('Dataset', id), name, revision }, ...data }
  const hash = createHash('sha256').update(JSON.stringify([databaseId, type, told]))
  return {
    id: `msg_${hash.digest('hex').slice(0, 32)}`,
    type,
    dataset: { id, name, revision },
    body: JSON.stringify({ type, timestamp: new Date(), data: told }),
  }
}

export const revisedEvent = (databaseId: string, dataset: Revised): WebhookEvent =>
  event(databaseId, 'dataset.revised', dataset)

/** Objectives by name, each as the subscription to changed outcomes has them. */
export const changedEvent = (
  databaseId: string,
  dataset: Revised,
  changes: readonly OutcomeChange[],
): WebhookEvent =>
  event(databaseId, 'objectives.changed', dataset, {
    changes: changes.map(({ name, before, verdict }) => ({
      name,
      before,
      after: verdict?.outcome ?? null,
      estimate: verdict?.estimate.estimate ?? null,
      message: verdict?.message ?? null,
    })),
  })
