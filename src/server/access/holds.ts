import type { SealError } from '../../domain/errors.ts'

/** How long what is revoked may go on while nothing is sent of it. */
const LOOK_MS = 500

/** What a client may be sent for as long as it may have it. */
export type Hold = {
  /** Rejects when it is over, with why. */
  over: Promise<never>
  /** Looks now: before anything more is sent. @throws what `over` rejects with, Unavailable where that can't be told */
  check(): Promise<void>
  release(): void
}

type Held<Key> = { key: Key; end: (why: SealError) => void }

/**
 * Looks again and again, while anything is held, at what it is held by. `refusals` tells of keys why they let nobody in any
 * longer; those that do are left out.
 */
export const openHolds = <Key>(refusals: (keys: Key[]) => Promise<Map<Key, SealError>>) => {
  const all = new Set<Held<Key>>()
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const ended = await refusals([...new Set([...all].map(({ key }) => key))])
    for (const { key, end } of all) {
      const why = ended.get(key)
      if (why) end(why)
    }
  }
  const release = (held: Held<Key>) => {
    all.delete(held)
    if (all.size === 0) clearInterval(timer)
  }
  return (key: Key): Hold => {
    let end: (why: SealError) => void = () => {}
    const over = new Promise<never>((_, reject) => {
      end = reject
    })
    over.catch(() => undefined)
    const held = { key, end }
    if (all.size === 0) {
      // Without a database there is nothing to see: who is sent something is asked about by itself.
      timer = setInterval(() => void look().catch(() => undefined), LOOK_MS)
      timer.unref()
    }
    all.add(held)
    return {
      over,
      check: async () => {
        const why = (await refusals([key])).get(key)
        if (why) throw why
      },
      release: () => release(held),
    }
  }
}
