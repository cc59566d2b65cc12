import { openRounds } from './rounds.ts'

type Begin = () => void

/** Who goes on goes before who begins, most of the time: what is begun ends soon, rather than everything late. */
const [goingOn, beginning]: [Begin[], Begin[]] = [[], []]

/** What was begun and takes long, of each asker: some of it in each turn, whoever else goes on or begins. */
const putAside = openRounds<Begin>()

let woken = false

const wake = () => {
  if (woken) return
  woken = true
  setImmediate(next)
}

/** When all that goes on in this turn is done. */
const atEnd = (call: Begin): void => void Promise.resolve().then(() => process.nextTick(call))

/** As much of what was put aside as there is time for. */
const takeUp = () => {
  putAside.shift()?.()
  if (putAside.length > 0) atEnd(() => (isTurnOver() ? wake() : takeUp()))
}

/** One turn of so many is first of all for those who begin, however many go on. */
const BEGINNERS_TURN = 4
let turns = 0

const next = () => {
  woken = false
  turns++
  const [first, second] = turns % BEGINNERS_TURN === 0 ? [beginning, goingOn] : [goingOn, beginning]
  const begin = first.shift() ?? second.shift()
  if (goingOn.length + beginning.length + putAside.length > 0) wake()
  begin?.()
  takeUp()
}

/** Resolves once in each turn of the event loop for one of those who wait. */
const turnIn = (queue: Begin[]): Promise<void> =>
  new Promise((resolve) => {
    queue.push(resolve)
    wake()
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

/** How long answers may be worked on in a turn of the event loop before others have theirs. */
const TURN_MS = 8

let end: number | null = null

/** Whether what is under way is to be put aside. */
export const isTurnOver = (): boolean => {
  const now = performance.now()
  if (end === null) {
    end = now + TURN_MS
    setImmediate(() => {
      end = null
    })
  }
  return now >= end
}

/** What an asker has put aside and not yet done, and what waits for that. */
type Aside = { work: number; calls: Begin[] }
const asides = new Map<object, Aside>()

const done = (asker: object, aside: Aside) => {
  aside.work--
  if (aside.work > 0) return
  asides.delete(asker)
  for (const call of aside.calls) call()
}

/** Waits for another turn. Those who take long have theirs one after the other. */
export const anotherTurn = (asker: object): Promise<void> =>
  new Promise((resolve) => {
    const aside = asides.get(asker) ?? { work: 0, calls: [] }
    asides.set(asker, aside)
    aside.work++
    putAside.push(asker, () => {
      resolve()
      // What it has put aside again counts by then.
      atEnd(() => done(asker, aside))
    })
    wake()
  })

/** Calls back when an asker has nothing put aside any longer: what all of it wants is known then. */
export const afterTurns = (asker: object, call: () => void): void =>
  atEnd(() => {
    const aside = asides.get(asker)
    if (aside) aside.calls.push(call)
    else call()
  })
