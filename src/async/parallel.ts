/**
 * Runs tasks, and yields the results that are there, in any order: at most `limit` tasks are running, or have results
 * that are not dealt with yet. After an abort or a
 * failure nothing new begins, but what is under way is waited for and yielded: it may have cost money.
 *
 * @param tasksOf its signal aborts when nothing new is to begin, also because nobody reads on
 * @throws the first failure, after the last result.
 */
export async function* parallel<T>(
  tasksOf: (stop: AbortSignal) => AsyncIterable<() => Promise<readonly T[]>>,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<T[]> {
  const ending = new AbortController()
  const stop = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
  const tasks = tasksOf(stop)[Symbol.asyncIterator]()
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  let results: T[] = []
  /** Tasks whose results are not dealt with. */
  let ended = 0
  let reading: Promise<void> | null = null
  let over = false

  const fail = (error: unknown) => {
    failures.push(error)
    ending.abort()
  }
  const begin = (task: () => Promise<readonly T[]>) => {
    const run: Promise<void> = task()
      .then((made) => {
        results.push(...made)
        if (made.length > 0) ended++
      }, fail)
      .then(() => void running.delete(run))
    running.add(run)
  }
  const read = async () => {
    const next = await tasks.next()
    if (next.done) over = true
    else if (!stop.aborted) begin(next.value)
  }
  const startReading = () =>
    read()
      .catch(fail)
      .then(() => {
        reading = null
      })
  try {
    for (;;) {
      const isOpen: boolean = !over && !stop.aborted
      if (isOpen && running.size + ended < limit) reading ??= startReading()
      if (results.length > 0) {
        const [there, tasks] = [results, ended]
        results = []
        yield there
        ended -= tasks
      } else if (running.size > 0 || isOpen) {
        await Promise.race(isOpen && reading ? [reading, ...running] : running)
      } else break
    }
  } finally {
    ending.abort()
    await Promise.all(running)
    await reading
    await tasks.return?.()
  }
  if (failures.length > 0) throw failures[0]
}
