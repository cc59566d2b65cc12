import { type Budget, openBudget } from '../../domain/budget.ts'
import { LimitExceeded } from '../../domain/errors.ts'
import { stopIfAborted } from '../../domain/interruption.ts'
import { anotherTurn, isTurnOver } from '../../engine/turns.ts'
import { variableOf } from './limits.ts'

const tooLarge = (most: number) =>
  new LimitExceeded(
    `the answer has more than ${most} bytes, which is the most there is (${variableOf('answer')}); ask for smaller pages or fewer fields`,
  )

/** Each has an error of its own in the answer. */
const MOST_FAILURES = 1000

/** What an answer may have of texts and of errors: `end` ends it where it is too much. */
export const answerBudgets = (most: number, end: (error: LimitExceeded) => void) => {
  const budget = (amount: number, error: () => LimitExceeded): Budget =>
    openBudget(amount, () => {
      const exceeded = error()
      end(exceeded)
      return exceeded
    })
  const tooManyFailures = () =>
    new LimitExceeded(
      `more than ${MOST_FAILURES} fields fail, which is the most there is; ask for one of them`,
    )
  return {
    texts: () => budget(most, () => tooLarge(most)),
    failures: () => budget(MOST_FAILURES, tooManyFailures),
  }
}

/** Cost of an answer that is written in milliseconds. */
const SMALL = 20_000

/** Levels of an answer that are written one after the other: down to a pair of a page, or a row of a heatmap. */
const LEVELS = 6

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(Array.isArray(value) && typeof value[0] !== 'object')

/** JSON in pieces, each of which is written quickly. */
function* piecesOf(value: unknown, levels = LEVELS): Generator<string> {
  if (levels === 0 || !isNested(value)) {
    yield JSON.stringify(value)
    return
  }
  const isList = Array.isArray(value)
  let before = isList ? '[' : '{'
  for (const [name, inner] of Object.entries(value)) {
    yield isList ? before : `${before}${JSON.stringify(name)}:`
    before = ','
    yield* piecesOf(inner, levels - 1)
  }
  yield `${before === ',' ? '' : before}${isList ? ']' : '}'}`
}

/** JSON of a large value, written in turns. @throws LimitExceeded, Cancelled */
const inPieces = async (value: object, most: number, signal: AbortSignal): Promise<string> => {
  const pieces: string[] = []
  let length = 0
  for (const piece of piecesOf(value)) {
    pieces.push(piece)
    length += piece.length
    if (length > most) throw tooLarge(most)
    if (!isTurnOver()) continue
    await anotherTurn(signal)
    stopIfAborted(signal)
  }
  return pieces.join('')
}

type Data = object | null | undefined
type Result = { data?: Data; incremental?: readonly Result[]; stringify?: (result: Result) => string }

/**
 * Writes results of one operation as JSON before Yoga does, in pieces where they are large: all of them together have at
 * most so many bytes.
 */
export const openWriter = ({ cost, most, signal }: { cost: number; most: number; signal: AbortSignal }) => {
  const written = new WeakMap<object, string>()
  let bytes = 0

  const write = async (data: Data) => {
    if (!data) return
    const text = cost > SMALL ? await inPieces(data, most, signal) : JSON.stringify(data)
    bytes += Buffer.byteLength(text)
    if (bytes > most) throw tooLarge(most)
    written.set(data, text)
  }

  const stringify = (result: Result): string => {
    const fields = Object.entries(result).filter(
      ([, value]) => value !== undefined && typeof value !== 'function',
    )
    const texts = fields.map(([name, value]) => {
      const text = name === 'data' && value ? written.get(value) : undefined
      const parts = name === 'incremental' && `[${(value as Result[]).map(stringify).join()}]`
      return `"${name}":${text ?? (parts || JSON.stringify(value))}`
    })
    return `{${texts.join()}}`
  }

  return async <T extends Result>(result: T): Promise<T> => {
    await write(result.data)
    for (const { data } of result.incremental ?? []) await write(data)
    return { ...result, stringify }
  }
}
