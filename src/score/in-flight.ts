type Next<T> = { begun: IteratorResult<() => Promise<T>> } | { broken: unknown }
type Ended<T> = { ended: Promise<Ended<T>>; result: T } | { ended: Promise<Ended<T>>; error: unknown }

/**
 * Runs tasks, at most `limit` at once, and yields each result as soon as it is there. After an abort or a
 * failure nothing new begins, but what is under way is waited for and yielded: it may have cost money.
 *
 * @throws the first failure, after the last result.
 */
export async function* inFlight<T>(
  tasks: AsyncIterable<() => Promise<T>>,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const iterator = tasks[Symbol.asyncIterator]()
  const running = new Set<Promise<Ended<T>>>()
  let next: Promise<Next<T>> | null = null
  let over = false
  const failures: unknown[] = []

  const read = (): Promise<Next<T>> =>
    iterator.next().then(
      (begun) => ({ begun }),
      (broken) => ({ broken }),
    )
  const begin = (task: () => Promise<T>) => {
    const ended: Promise<Ended<T>> = task().then(
      (result) => ({ ended, result }),
      (error) => ({ ended, error }),
    )
    running.add(ended)
  }
  try {
    while (true) {
      const open: boolean = !over && failures.length === 0 && !signal?.aborted
      if (open && running.size < limit) next ??= read()
      if (running.size === 0 && !open) break
      const first: Ended<T> | Next<T> = await Promise.race([...(open && next ? [next] : []), ...running])
      if ('begun' in first) {
        next = null
        if (first.begun.done || signal?.aborted) over = true
        else begin(first.begun.value)
        continue
      }
      if ('broken' in first) {
        over = true
        failures.push(first.broken)
        continue
      }
      running.delete(first.ended)
      if ('result' in first) yield first.result
      else failures.push(first.error)
    }
  } finally {
    await Promise.all(running)
    await next
    await iterator.return?.()
  }
  if (failures.length > 0) throw failures[0]
}
