import { Cancelled } from './errors.ts'

/** Tells a computation under way whether anybody still waits for its result. An AbortSignal is one. */
export type Interruption = { readonly aborted: boolean }

/** For a long computation to call between its steps. @throws Cancelled */
export const stopIfAborted = (signal?: Interruption): void => {
  if (signal?.aborted) throw new Cancelled()
}
