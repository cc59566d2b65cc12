type Limits = {
  count: number
  /** Of all items together; one that is heavier is a chunk by itself. */
  weight?: number
}

/** Takes a stream apart into lists below the limits. */
export async function* chunks<T>(
  items: AsyncIterable<T> | Iterable<T>,
  { count, weight = Number.POSITIVE_INFINITY }: Limits,
  weigh: (item: T) => number = () => 0,
): AsyncGenerator<T[]> {
  let chunk: T[] = []
  let sum = 0
  const take = () => {
    const taken = chunk
    chunk = []
    sum = 0
    return taken
  }
  for await (const item of items) {
    const added = weigh(item)
    if (chunk.length > 0 && sum + added > weight) yield take()
    chunk.push(item)
    sum += added
    if (chunk.length === count) yield take()
  }
  if (chunk.length > 0) yield chunk
}
