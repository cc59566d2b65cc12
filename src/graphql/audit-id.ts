import { createHash } from 'node:crypto'
import type { Audit } from './audit-scope.ts'

/** What selects an audit; of one that can't be had, what was asked for. */
const selectionOf = (audit: Audit): unknown => {
  if (audit.asked) return audit.asked
  const { loaded, subject, where } = audit.scope
  const { models, labelers } = loaded.outline
  const { pre, post, labeler, withoutPre } = subject
  return [models[pre]?.id, models[post]?.id, labelers[labeler]?.id, withoutPre, where]
}

/**
 * Tells an audit apart from all others: those of another dataset, of other models, of another labeler or of other pairs. It is
 * a digest, as a filter can be long, and no id of a node: what `node` would have to make of it is a request of its own, which
 * would pass by the limits on documents and variables. The revision is not in it: a cache keeps an audit up to date by it.
 */
export const auditId = (audit: Audit): string => {
  const digest = createHash('sha256')
    .update(JSON.stringify(selectionOf(audit)))
    .digest('base64url')
  return Buffer.from(`Audit:${audit.datasetId}:${digest}`).toString('base64url')
}
