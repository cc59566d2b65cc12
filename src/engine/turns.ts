type Begin = () => void

/** Who goes on goes before who begins: what is begun ends soon, rather than everything late. */
const [goingOn, beginning]: [Begin[], Begin[]] = [[], []]

const next = () => {
  const begin = goingOn.shift() ?? beginning.shift()
  if (goingOn.length + beginning.length > 0) setImmediate(next)
  begin?.()
}

/** Resolves once in each turn of the event loop for one of those who wait. */
const turnIn = (queue: Begin[]): Promise<void> =>
  new Promise((resolve) => {
    queue.push(resolve)
    if (goingOn.length + beginning.length === 1) setImmediate(next)
  })

/**
 * Waits with a request for a turn of its own. What is computed for one takes milliseconds: many who come at once would
 * hold up everybody else for all of theirs together.
 */
export const ownTurn = (): Promise<void> => turnIn(beginning)

/** The same for what goes on with an answer. */
export const inTurn = async <T>(answer: T): Promise<T> => {
  await turnIn(goingOn)
  return answer
}
