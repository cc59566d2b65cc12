/** What waits, of each asker in the order in which it came, and of all askers in turn. */
export const openRounds = <Item>() => {
  const queues = new Map<unknown, Item[]>()
  let length = 0
  return {
    get length() {
      return length
    },
    get askers() {
      return queues.size
    },
    lengthOf: (asker: unknown): number => queues.get(asker)?.length ?? 0,
    push: (asker: unknown, item: Item): void => {
      const queue = queues.get(asker)
      if (queue) queue.push(item)
      else queues.set(asker, [item])
      length++
    },
    /** The first of the asker whose turn it is, who then goes behind all others. */
    shift: (): Item | undefined => {
      const [first] = queues
      if (!first) return
      const [asker, queue] = first
      queues.delete(asker)
      const item = queue.shift()
      if (queue.length > 0) queues.set(asker, queue)
      length--
      return item
    },
    /** Whether it was there. */
    remove: (asker: unknown, item: Item): boolean => {
      const queue = queues.get(asker) ?? []
      const place = queue.indexOf(item)
      if (place < 0) return false
      queue.splice(place, 1)
      if (queue.length === 0) queues.delete(asker)
      length--
      return true
    },
    clear: (): Item[] => {
      const all = [...queues.values()].flat()
      queues.clear()
      length = 0
      return all
    },
  }
}
