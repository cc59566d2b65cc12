import { LRUCache } from 'lru-cache'

/** What a remembered function takes: values, lists of them, and columns, which are told apart by identity. */
type Key = string | number | boolean | null | readonly Key[] | ArrayBufferView

const identities = new WeakMap<object, number>()
let identified = 0

const identityOf = (object: object): number => {
  const identity = identities.get(object) ?? identified++
  identities.set(object, identity)
  return identity
}

const textOf = (key: Key): string => {
  if (typeof key === 'string') return JSON.stringify(key)
  if (typeof key !== 'object' || key === null) return String(key)
  return ArrayBuffer.isView(key) ? `@${identityOf(key)}` : `[${key.map(textOf).join()}]`
}

/**
 * Remembers what functions make of an object and of arguments, as long as the object lives: of all of them together
 * `maxBytes`, what was last asked for, but two at least, however large. A function sees nothing but what is its key, so that no argument can be left out of it.
 */
export const remembering = <T>(maxBytes: number, sizeOf: (made: T) => number) => {
  type Made = Map<string, T>
  /** Only weakly: they go with their objects. */
  const order = new LRUCache<string, { made: WeakRef<Made>; key: string }>({
    maxSize: maxBytes,
    dispose: ({ made, key }, _, reason) => {
      if (reason === 'evict') made.deref()?.delete(key)
    },
  })
  return <Of extends object, Keys extends readonly Key[]>(
    make: (of: Of, ...keys: Keys) => T,
  ): ((of: Of, ...keys: Keys) => T) => {
    const all = new WeakMap<Of, Made>()
    return (of, ...keys) => {
      const made = all.get(of) ?? new Map<string, T>()
      all.set(of, made)
      const key = textOf(keys)
      const place = `${identityOf(made)} ${key}`
      const known = made.get(key)
      if (known !== undefined) {
        order.get(place)
        return known
      }
      const fresh = make(of, ...keys)
      const size = Math.ceil(Math.min(1 + sizeOf(fresh), maxBytes / 2))
      made.set(key, fresh)
      order.set(place, { made: new WeakRef(made), key }, { size })
      return fresh
    }
  }
}
