import type { SealError } from '../../domain/errors.ts'

/** How long what is revoked may go on while nothing is sent of it. */
const POLL_MS = 500

/** Permission to be sent an answer, for as long as its holder may have it. */
export type Grant = {
  /** Rejects once the grant has ended, with the reason. */
  ended: Promise<never>
  /** Checks now, before more is sent. @throws what `ended` rejects with; Unavailable where that is unknown */
  check(): Promise<void>
  release(): void
}

type Open<Key> = { key: Key; end: (reason: SealError) => void }

/** Polls, while there are grants, whether their keys are still valid: `refusals` has a reason for each that is not. */
export const openGrants = <Key>(refusals: (keys: Key[]) => Promise<Map<Key, SealError>>) => {
  const grants = new Set<Open<Key>>()
  let timer: NodeJS.Timeout | undefined
  const poll = async () => {
    const refused = await refusals([...new Set([...grants].map(({ key }) => key))])
    for (const { key, end } of grants) {
      const reason = refused.get(key)
      if (reason) end(reason)
    }
  }
  return (key: Key): Grant => {
    let end: (reason: SealError) => void = () => {}
    const ended = new Promise<never>((_, reject) => {
      end = reject
    })
    ended.catch(() => undefined)
    const grant = { key, end }
    if (grants.size === 0) {
      // Without a database nothing is known: `check` says so to whoever is sent something.
      timer = setInterval(() => void poll().catch(() => undefined), POLL_MS)
      timer.unref()
    }
    grants.add(grant)
    return {
      ended,
      check: async () => {
        const reason = (await refusals([key])).get(key)
        if (reason) throw reason
      },
      release: () => {
        grants.delete(grant)
        if (grants.size === 0) clearInterval(timer)
      },
    }
  }
}
