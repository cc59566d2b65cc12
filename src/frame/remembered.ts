import { LRUCache } from 'lru-cache'

/**
 * What was made of objects before, by a key, for as long as the object is there: `maxBytes` of it in all, the last that was
 * asked for.
 */
export const remembering = <Of extends object, T>(maxBytes: number, sizeOf: (made: T) => number) => {
  type Made = Map<string, T>
  const made = new WeakMap<Of, { name: number; of: Made }>()
  /** Only weakly: they go with their objects. */
  const order = new LRUCache<string, { of: WeakRef<Made>; key: string }>({
    maxSize: maxBytes,
    dispose: ({ of, key }, _, reason) => {
      if (reason === 'evict') of.deref()?.delete(key)
    },
  })
  let last = 0
  return (of: Of, parts: readonly unknown[], make: () => T): T => {
    const known = made.get(of) ?? { name: last++, of: new Map<string, T>() }
    made.set(of, known)
    const key = parts.join()
    const place = `${known.name}:${key}`
    const value = known.of.get(key)
    if (value !== undefined) {
      order.get(place)
      return value
    }
    const fresh = make()
    const size = 1 + sizeOf(fresh)
    if (size > maxBytes) return fresh
    known.of.set(key, fresh)
    order.set(place, { of: new WeakRef(known.of), key }, { size })
    return fresh
  }
}
