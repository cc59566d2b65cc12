import type { Batch } from './batches.ts'
import type { Encoded } from './input.ts'
import type { Feed } from './session-protocol.ts'

/** A batch as a session takes it. */
export const feedOf = ({ items, length }: Batch<Encoded>, padId: number): Feed => {
  const rows = items.length
  const make = () => new BigInt64Array(rows * length)
  const [ids, mask, types] = [make().fill(BigInt(padId)), make(), make()]
  for (const [row, item] of items.entries()) {
    for (let at = 0; at < item.ids.length; at++) {
      const place = row * length + at
      ids[place] = BigInt(item.ids[at])
      mask[place] = 1n
      types[place] = BigInt(item.types[at])
    }
  }
  return { rows, length, ids, mask, types }
}
