import { anotherTurn, isTurnOver } from '../engine/turns.ts'

/** What comes of a field of an answer that nobody waits for. Each time another promise: one would keep all that wait for it. */
export const never = (): Promise<never> => new Promise(() => {})

/**
 * Goes on in another turn; never for who has left by then: an error for each of the fields that are left would take as long as
 * their answers.
 */
export const afterTurn = async <T>(asker: AbortSignal, goOn: () => T): Promise<Awaited<T>> => {
  await anotherTurn(asker)
  return asker.aborted ? never() : await goOn()
}

/** A long list, of which what is left when the turn is over waits for another one. */
export function* inTurns<T>(list: Iterable<T>, asker: AbortSignal): Generator<T | Promise<Awaited<T>>> {
  for (const item of list) yield isTurnOver() ? afterTurn(asker, () => item) : item
}
