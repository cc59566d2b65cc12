import { Unavailable } from '../domain/errors.ts'
import type { Made } from '../domain/made.ts'
import type { Embedder } from './embedder.ts'

/** An entry before and after it was rewritten. */
export type Texts = { original: string; rewritten: string }

const lengthOf = (vector: ArrayLike<number>): number => {
  let sum = 0
  for (let at = 0; at < vector.length; at++) sum += vector[at] * vector[at]
  return Math.sqrt(sum)
}

/** The cosine of two vectors that have a length. */
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at]
  return Math.min(1, Math.max(-1, sum / (lengthOf(a) * lengthOf(b))))
}

type Part = 'original' | 'rewritten'
type Text<T> = { text: string; of: T; part: Part }
type Embedded<T> = Made<Text<T>, ArrayLike<number>>

/** Both texts of an item, once both are embedded. */
const compared = <T>(item: T, both: readonly Embedded<T>[]): Made<T, number> => {
  const vectors: ArrayLike<number>[] = []
  for (const embedded of both) {
    const which = `the ${embedded.item.part} text`
    if ('reason' in embedded) return { item, reason: `${which}: ${embedded.reason}` }
    const length = lengthOf(embedded.value)
    if (!Number.isFinite(length) || length === 0)
      return { item, reason: `${which} has a vector of the length ${length}, so that no cosine is defined` }
    vectors.push(embedded.value)
  }
  const [a, b] = vectors
  if (a.length !== b.length)
    throw new Unavailable(`the model's vectors have ${a.length} numbers, and then ${b.length}`)
  return { item, value: cosine(a, b) }
}

/**
 * The cosine similarity of the two texts of each item, in any order, as soon as both are embedded. An item's
 * texts are embedded together: one waits for the other for as long as what is computed at once, no longer.
 * After an abort, items of which only one text was under way are not there.
 *
 * @throws what the embedder throws, after what it has answered.
 */
export async function* similarities<T extends Texts>(
  embedder: Pick<Embedder, 'embed'>,
  items: AsyncIterable<T> | Iterable<T>,
  signal?: AbortSignal,
): AsyncGenerator<Made<T, number>[]> {
  async function* texts(): AsyncGenerator<Text<T>> {
    for await (const of of items) {
      yield { text: of.original, of, part: 'original' }
      yield { text: of.rewritten, of, part: 'rewritten' }
    }
  }
  const waiting = new Map<T, Embedded<T>>()
  for await (const batch of embedder.embed(texts(), signal)) {
    const done: Made<T, number>[] = []
    for (const embedded of batch) {
      const item = embedded.item.of
      const other = waiting.get(item)
      if (other) {
        waiting.delete(item)
        done.push(compared(item, embedded.item.part === 'original' ? [embedded, other] : [other, embedded]))
      } else waiting.set(item, embedded)
    }
    if (done.length > 0) yield done
  }
}
