import { setTimeout } from 'node:timers/promises'
import { isContention } from '../unavailable.ts'

/** Of a transaction that another one stands in the way of. */
const TRIES = 6

/** Does it again, after a pause, where another transaction stood in the way. */
export const retryContention = async <T>(
  transaction: () => Promise<T>,
  pauseMs: (tries: number) => number,
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction()
    } catch (error) {
      if (tries === TRIES || !isContention(error)) throw error
      await setTimeout(pauseMs(tries))
    }
  }
}
