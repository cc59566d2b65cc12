import { createHash, randomUUID } from 'node:crypto'

/** Another process may be of other code, with other answers. */
const PROCESS = randomUUID()

/** Names an answer by what it depends on. Weak: gzipped or not, it is the same. */
export const tagOf = (...dependencies: unknown[]): string => {
  const hash = createHash('sha256').update(JSON.stringify([PROCESS, ...dependencies]))
  return `W/"${hash.digest('base64url')}"`
}

/** A browser may keep an answer for itself, and asks before it uses it again. */
export const revalidated = (tag: string) => ({ etag: tag, 'cache-control': 'private, no-cache' })

/** Whether the client has the answer of this name already. */
export const isKnown = ({ headers }: Request, tag: string): boolean =>
  (headers.get('if-none-match') ?? '').split(',').some((known) => known.trim() === tag)

export const notModified = (tag: string): Response =>
  new Response(null, { status: 304, headers: revalidated(tag) })
