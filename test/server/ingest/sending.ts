import { onTestFinished } from 'vitest'
import type { SealError } from '../../../src/domain/errors.ts'
import { openEngine } from '../../../src/engine/engine.ts'
import { openApi } from '../../../src/server/api.ts'
import { DEFAULT_SAFETY } from '../../../src/server/safety.ts'
import type { Counts } from '../../../src/store/runs.ts'

/** What an import is answered with, as far as tests look at it. */
export type Answer = {
  errors?: { message: string; extensions: { code: SealError['code'] | 'BAD_REQUEST' } }[]
  run: { id: string | null; kind: string; state: string; file: string; error: string | null; counts: Counts }
  dataset: string
  revision: number | null
  notices: string[]
  rejects: {
    count: number
    first: { file: string; line: number; rowId?: number; reason: string }[]
    address?: string
  }
}

export type Body = string | Uint8Array | ReadableStream<Uint8Array>

/** A server without a socket that takes imports, for the running test or until `whenDone`. */
export const openSending = (
  url: string,
  { ingest = DEFAULT_SAFETY.limits.ingest, whenDone = onTestFinished } = {},
) => {
  const limits = { ...DEFAULT_SAFETY.limits, ingest }
  const api = openApi(url, openEngine(url, { workers: 1 }), { safety: { ...DEFAULT_SAFETY, limits } })
  whenDone(api.close)
  const request = async (path: string, init: RequestInit = {}) =>
    api.yoga.fetch(`http://localhost${path}`, init)
  /** Sends a body to `/ingest/…`. */
  const send = async (path: string, body: Body, headers: Record<string, string> = {}) => {
    // A text would be called text/plain.
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
    const init = { method: 'POST', body: bytes as BodyInit, headers, duplex: 'half' }
    const response = await request(`/ingest/${path}`, init as RequestInit)
    return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer }
  }
  return { ...api, request, send }
}
