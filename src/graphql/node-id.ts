import { InvalidInput } from '../domain/errors.ts'

/** What an id says behind its type. The keys of rows are 32-bit integers. */
const FORMS = new Map([
  ['Dataset', /^\d+$/],
  ['Run', /^\d+$/],
  ['RewardModel', /^\["\d+","\d+"\]$/],
  ['Labeler', /^\["\d+","\d+"\]$/],
  ['Rewriter', /^\["\d+","\d+"\]$/],
  ['Pair', /^\d+:\d+$/],
  ['Entry', /^\d+:\d+:\d+:(CHOSEN|REJECTED)$/],
])
const LARGEST_KEY = 2 ** 31 - 1

/** @throws InvalidInput for what no node of this server can have as its id. */
export const decodeNodeId = (nodeId: string): { typename: string; id: string } => {
  const decoded = Buffer.from(nodeId, 'base64').toString()
  const colon = decoded.indexOf(':')
  const [typename, id] = [decoded.slice(0, Math.max(0, colon)), decoded.slice(colon + 1)]
  const keys = id.match(/\d+/g)?.map(Number) ?? []
  if (FORMS.get(typename)?.test(id) && keys.every((key) => key <= LARGEST_KEY)) return { typename, id }
  if (typename === 'Audit')
    throw new InvalidInput(
      'id: an audit is not stored under its id; ask for it by its dataset: dataset(name:) { audit(pre:, post:, labeler:, where:) }',
    )
  const shown = nodeId.length > 40 ? `${nodeId.slice(0, 40)}…` : nodeId
  throw new InvalidInput(`id: "${shown}" is not an id of this server`)
}

/** The id by which clients have a node. */
export const encodeNodeId = (typename: string, id: number | string): string =>
  Buffer.from(`${typename}:${id}`).toString('base64')
