import { CutShort } from '../ingest/cut-short.ts'

/**
 * Rows, so many at a time, and in the end what is left, even if that is none; the next ones are read while whoever asks
 * works on some. What comes before the cut of a file that is cut short comes before the error.
 */
export async function* readAhead<T>(rows: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  const iterator = rows[Symbol.asyncIterator]()
  const read = async () => {
    const part: T[] = []
    try {
      while (part.length < size) {
        const next = await iterator.next()
        if (next.done) break
        part.push(next.value)
      }
      return { part }
    } catch (error) {
      if (error instanceof CutShort) return { part, error }
      throw error
    }
  }
  let reading = read()
  try {
    for (;;) {
      const { part, error } = await reading
      const last = error !== undefined || part.length < size
      if (!last) {
        reading = read()
        // It fails when it is asked for.
        reading.catch(() => undefined)
      }
      yield part
      if (error) throw error
      if (last) return
    }
  } finally {
    await iterator.return?.()
  }
}
