import type { Made } from '../domain/made.ts'
import type { Provenance } from './scorer.ts'

/** A sentence-embedding model, wherever it runs. */
export type Embedder = {
  /** How its vectors come about, where it runs among it. */
  readonly provenance: Provenance
  /**
   * Embeds whole texts. Each comes back once, in any order, as soon as its batch is done; all vectors have
   * one length. Aborting ends it early: what is under way is finished and comes back, the rest is not begun.
   *
   * @throws Unavailable when the model stops answering; what it has answered has come back before.
   */
  embed<T extends { text: string }>(
    items: AsyncIterable<T> | Iterable<T>,
    signal?: AbortSignal,
  ): AsyncGenerator<Made<T, ArrayLike<number>>[]>
  /** Tokens that were paid so far; null where nothing is. */
  spent(): number | null
  /** What people should know about the vectors so far: how many texts were cut, for example. */
  remarks(): string[]
  close(): Promise<void>
}
