import { stopIfAborted } from '../domain/interruption.ts'
import { anotherTurn, isTurnOver } from '../engine/turns.ts'

/** Goes on in another turn. @throws Cancelled for who has left by then */
export const afterTurn = async <T>(asker: AbortSignal, goOn: () => T): Promise<Awaited<T>> => {
  await anotherTurn(asker)
  stopIfAborted(asker)
  return await goOn()
}

/** What is at hand, when it is its turn. */
export const inTurn = async <T>(value: T, asker: AbortSignal): Promise<Awaited<T>> =>
  isTurnOver() ? afterTurn(asker, () => value) : await value

/** A long list, of which what is left when the turn is over waits for another one. */
export function* inTurns<T>(list: Iterable<T>, asker: AbortSignal): Generator<T | Promise<Awaited<T>>> {
  for (const item of list) yield isTurnOver() ? afterTurn(asker, () => item) : item
}
