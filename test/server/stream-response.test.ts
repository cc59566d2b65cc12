import { expect, it, vi } from 'vitest'
import { streamResponse } from '../../src/server/stream-response.ts'

/** Parts without an end; how many were made, and whether whoever makes them was told to stop. */
const endless = () => {
  const made = { parts: 0, stopped: false }
  async function* parts() {
    try {
      for (;;) yield `part ${made.parts++}\n`
    } finally {
      made.stopped = true
    }
  }
  return { made, parts: parts() }
}

it('a reader who takes nothing any longer is left, and nothing is kept for it', async () => {
  const { made, parts } = endless()
  const connection = { destroy: vi.fn() }
  const response = await streamResponse(
    new Request('http://localhost'),
    parts,
    {},
    { connection, patienceMs: 10 },
  )
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  for (let part = 0; part < 3; part++) {
    const { value } = await reader.read()
    expect(Buffer.from(value ?? []).toString()).toBe(`part ${part}\n`)
  }
  await vi.waitUntil(() => connection.destroy.mock.calls.length > 0)
  await vi.waitUntil(() => made.stopped)
  expect(made.parts).toBeLessThanOrEqual(4)
})
