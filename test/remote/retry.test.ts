import { describe, expect, it } from 'vitest'
import { Cancelled } from '../../src/domain/errors.ts'
import { type FailureKind, RequestFailed } from '../../src/remote/request-failed.ts'
import { retry } from '../../src/remote/retry.ts'

/** Fails so often, then answers with how many calls there were. */
const failing = (times: number, kind: FailureKind = 'TRANSIENT', retryAfterMs: number | null = null) => {
  let calls = 0
  const call = async () => {
    if (calls++ < times) throw new RequestFailed(kind, `failure ${calls}`, retryAfterMs)
    return calls
  }
  return { call, calls: () => calls }
}
const patience = { retries: 2, backoffMs: 1 }

describe('a request that failed', () => {
  it('is repeated as often as told, if the reason may pass', async () => {
    expect(await retry(failing(2).call, patience)).toBe(3)
    const { call, calls } = failing(3)
    await expect(retry(call, patience)).rejects.toThrow('failure 3')
    expect(calls()).toBe(3)
  })

  it.each(['REJECTED', 'UNSENT', 'FATAL'] as const)('is not repeated when that is %s', async (kind) => {
    const { call, calls } = failing(1, kind)
    await expect(retry(call, patience)).rejects.toThrow('failure 1')
    expect(calls()).toBe(1)
  })

  it('waits as long as the server wishes, but for no wish beyond ten minutes', async () => {
    const begun = performance.now()
    expect(await retry(failing(1, 'TRANSIENT', 50).call, patience)).toBe(2)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(48)
    await expect(retry(failing(1, 'TRANSIENT', 600_001).call, patience)).rejects.toThrow('failure 1')
  })

  it('waits no longer than somebody waits for it', async () => {
    const { call, calls } = failing(1, 'TRANSIENT', 60_000)
    const waiting = retry(call, { ...patience, signal: AbortSignal.timeout(20) })
    await expect(waiting).rejects.toThrow(Cancelled)
    expect(calls()).toBe(1)
  })

  it('for another reason than the server is a defect', async () => {
    const defect = retry(() => Promise.reject(new TypeError('x')), patience)
    await expect(defect).rejects.toThrow(TypeError)
  })
})
