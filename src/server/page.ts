import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { NotFound, Unavailable } from '../domain/errors.ts'
import { CALLED_AS_SEAL, hint } from '../domain/hint.ts'
import { acceptsGzip } from './plugins/use-compression.ts'
import type { Route } from './routes.ts'

/** Where the built page lies. */
export const PAGE_DIRECTORY = path.resolve(import.meta.dirname, '../../dist/page')

/** The page runs its own scripts alone: a text of a dataset that got past the escaping would do nothing. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
}

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
}

/** Null where there is no such file. */
const read = (...names: string[]): Promise<Uint8Array<ArrayBuffer> | null> =>
  readFile(path.join(PAGE_DIRECTORY, ...names)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })

/** The page, told by what name its reader calls the commands. */
const asSeal = (html: Uint8Array): string =>
  Buffer.from(html).toString().replace('<html ', '<html data-called="seal" ')

const page: Route = {
  address: '/',
  path: /^\/$/,
  scope: null,
  handle: async () => {
    const html = await read('index.html')
    if (!html) throw new Unavailable(hint`the page is not built; npm run serve builds it`)
    return new Response(CALLED_AS_SEAL ? asSeal(html) : html, {
      headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    })
  },
}

/** A file's name has a hash of what is in it: a browser need never ask twice. */
const asset: Route = {
  address: '/assets/FILE',
  path: /^\/assets\/(?<name>[\w-]+\.(?<type>js|css))$/,
  scope: null,
  handle: async (request, { name, type }) => {
    const gzip = acceptsGzip(request)
    const contents = await read('assets', gzip ? `${name}.gz` : name)
    if (!contents) throw new NotFound('file of the page', name, ['/'])
    return new Response(contents, {
      headers: {
        ...HEADERS,
        'content-type': TYPES[type],
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        ...(gzip ? { 'content-encoding': 'gzip' } : {}),
      },
    })
  },
}

/** It needs no token: there is no data in it before it sends a query. */
export const pageRoutes: readonly Route[] = [page, asset]
