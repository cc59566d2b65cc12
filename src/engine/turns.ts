const waiting: (() => void)[] = []

const next = () => {
  const begin = waiting.shift()
  if (waiting.length > 0) setImmediate(next)
  begin?.()
}

/**
 * Resolves once in each turn of the event loop for one of those who wait, in their order. What is computed here takes
 * milliseconds: many who go on in one turn would hold up everybody else for all of theirs together.
 */
export const ownTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(next)
  })

/** The same for what goes on with an answer. */
export const inTurn = async <T>(answer: T): Promise<T> => {
  await ownTurn()
  return answer
}
