import { createHash, randomUUID } from 'node:crypto'

/** Another process may run other code, with other answers. */
const PROCESS = randomUUID()

/** The entity tag of an answer, by all that it depends on. Weak: gzipped or not, it is the same. */
export const tagOf = (...dependencies: unknown[]): string => {
  const hash = createHash('sha256').update(JSON.stringify([PROCESS, ...dependencies]))
  return `W/"${hash.digest('base64url')}"`
}

/** Headers by which a browser may cache an answer for itself, and revalidates it before it uses it again. */
export const etagHeaders = (tag: string) => ({ etag: tag, 'cache-control': 'private, no-cache' })

/** Whether the client has the answer with this tag. */
export const hasTag = ({ headers }: Request, tag: string): boolean =>
  (headers.get('if-none-match') ?? '').split(',').some((cached) => cached.trim() === tag)

export const notModified = (tag: string): Response =>
  new Response(null, { status: 304, headers: etagHeaders(tag) })
