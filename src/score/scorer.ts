import type { Conversation } from '../domain/conversation.ts'
import type { Made } from '../domain/made.ts'

/** What can be told to people and kept with a model: how its scores come about. Never a secret. */
export type Provenance = Record<string, string | number | boolean | null | readonly string[]>

/** A reward model, wherever it runs. */
export type Scorer = {
  readonly backend: 'ONNX' | 'HTTP'
  readonly provenance: Provenance
  /**
   * Scores whole conversations. Each comes back once, in any order, as soon as its batch is done.
   * Aborting ends it early: what is under way is finished and comes back, the rest is not begun.
   *
   * @throws Unavailable when the model stops answering; what it has answered has come back before.
   */
  score<T extends Conversation>(
    items: AsyncIterable<T> | Iterable<T>,
    signal?: AbortSignal,
  ): AsyncGenerator<Made<T, number>[]>
  /** What people should know about the scores so far: how many texts were cut, for example. */
  remarks(): string[]
  close(): Promise<void>
}
