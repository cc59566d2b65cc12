import { whyNoName } from '../domain/names.ts'
import type { PairRecord } from '../domain/records.ts'
import { whyUnstorable } from '../domain/storable.ts'
import { decimalOf } from './cells.ts'
import { listed } from './columns.ts'
import type { Beside, Fields } from './pair-format.ts'

/** Characters of the longest text that says something about a pair, and is not one of its texts. */
const LONGEST_TEXT = 1000
/** Attributes of a dataset: a file with more has a value's name for a key. */
const MOST_NAMES = 200
const DEEPEST = 5

type From = { texts: readonly unknown[]; areCells: boolean }
type Value = string | number | boolean

/** Why a value becomes no attribute. */
const REASONS = {
  lists: 'lists',
  texts: 'texts of the pair',
  long: `texts longer than ${LONGEST_TEXT.toLocaleString('en')} characters`,
  infinite: 'numbers without end, or beyond 1.8e308',
  unstorable: "texts or names that can't be stored",
  many: `more than ${MOST_NAMES} attributes`,
  deep: 'nested too deep',
  unwanted: 'not among --attributes',
} as const
type Reason = keyof typeof REASONS

const BOOLEANS = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
])

/** A cell of a table, which has no types: a number or truth value where it is spelled like one. */
const typed = (cell: string): Value => {
  // "007" is a name, and of an integer beyond 2^53 a number would be another one.
  const isName = /^[+-]?0\d/.test(cell) || (/^[+-]?\d+$/.test(cell) && !Number.isSafeInteger(Number(cell)))
  return BOOLEANS.get(cell) ?? (isName ? null : decimalOf(cell)) ?? cell
}

const scalarOf = (value: unknown, isCell: boolean): Value | null => {
  if (typeof value === 'string') return value.trim() === '' ? null : isCell ? typed(value) : value
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  return null
}

/** Reads what comes with pairs besides their texts: scalars, those in nested objects under their dotted names. */
export class AttributeReader {
  #chosenNames: readonly string[] | null
  #left = new Map<string, Reason>()
  #kinds = new Map<string, string>()
  #mixed = new Set<string>()
  /** Of --attributes, those that a row had. */
  #met = new Set<string>()

  /** @param names which attributes are wanted, by their names or those of the objects that they are in; null: all */
  constructor(names: readonly string[] | null) {
    this.#chosenNames = names
  }

  /**
   * What a pair's row has besides its texts; undefined where that is nothing.
   *
   * @param areCells the row is a table's, which has no types
   */
  read({ pair, chosen, rejected, texts }: Beside, areCells: boolean): PairRecord['attributes'] {
    const ofEntries = { texts: texts?.ofEntries ?? [], areCells }
    const ofChosen = this.#values(chosen, ofEntries)
    const ofRejected = this.#values(rejected, ofEntries)
    const ofPair = this.#values(pair, { texts: texts?.ofPair ?? [], areCells })
    // A name is of pairs or of entries.
    for (const name in ofPair)
      if (Object.hasOwn(ofChosen, name) || Object.hasOwn(ofRejected, name)) {
        ofPair[`row.${name}`] = ofPair[name]
        delete ofPair[name]
      }
    for (const values of [ofPair, ofChosen, ofRejected])
      for (const _ in values) return { pair: ofPair, chosen: ofChosen, rejected: ofRejected }
    return undefined
  }

  #values(fields: Fields | undefined, from: From): Record<string, Value> {
    const values: Record<string, Value> = {}
    if (fields) this.#take(fields, '', 0, from, values)
    return values
  }

  #take(object: object, prefix: string, depth: number, from: From, values: Record<string, Value>): void {
    for (const [key, value] of Object.entries(object)) {
      if (value === null || value === undefined) continue
      const name = prefix + (key === '__proto__' ? `"${key}"` : key)
      if (typeof value === 'object' && !(value instanceof Date)) {
        if (Array.isArray(value) || ArrayBuffer.isView(value)) this.#leave(name, 'lists')
        else if (depth === DEEPEST) this.#leave(name, 'deep')
        else this.#take(value, `${name}.`, depth + 1, from, values)
        continue
      }
      const scalar = scalarOf(value, from.areCells)
      if (scalar === null) continue
      const reason = this.#whyNot(name, scalar, from.texts)
      if (reason === null) values[name] = this.#sameKind(name, scalar, value)
      else this.#leave(name, reason)
    }
  }

  #whyNot(name: string, value: Value, texts: readonly unknown[]): Reason | null {
    if (!this.#isWanted(name)) return 'unwanted'
    if (typeof value === 'string') {
      if (texts.includes(value)) return 'texts'
      if (value.length > LONGEST_TEXT) return 'long'
      if (whyUnstorable(value) !== null) return 'unstorable'
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return 'infinite'
    if (this.#kinds.has(name)) return null
    if (whyNoName('attribute', name) !== null || whyUnstorable(name) !== null) return 'unstorable'
    return this.#kinds.size < MOST_NAMES ? null : 'many'
  }

  #isWanted(name: string): boolean {
    if (this.#chosenNames === null) return true
    const by = this.#chosenNames.find((wanted) => name === wanted || name.startsWith(`${wanted}.`))
    if (by !== undefined) this.#met.add(by)
    return by !== undefined
  }

  #leave(name: string, reason: Reason): void {
    if (this.#left.size < MOST_NAMES && !this.#left.has(name)) this.#left.set(name, reason)
  }

  /** Values of several kinds are texts from where that is known, cells as they are spelled. */
  #sameKind(name: string, value: Value, spelled: unknown): Value {
    const kind = this.#kinds.get(name)
    if (kind === undefined) this.#kinds.set(name, typeof value)
    else if (kind !== typeof value) this.#mixed.add(name)
    if (!this.#mixed.has(name)) return value
    return typeof spelled === 'string' ? spelled : `${value}`
  }

  notices(): string[] {
    const left = Object.entries(REASONS).flatMap(([reason, words]) => {
      const names = [...this.#left].flatMap(([name, why]) => (why === reason ? [name] : []))
      return names.length === 0 ? [] : [`${listed(names)} (${words})`]
    })
    if (this.#left.size === MOST_NAMES) left.push('others')
    const lacking = (this.#chosenNames ?? []).filter((name) => !this.#met.has(name))
    return [
      ...(left.length === 0 ? [] : [`no attribute is made of ${left.join(', ')}`]),
      ...(this.#mixed.size === 0
        ? []
        : [`values of several kinds are kept as texts: ${listed([...this.#mixed])}`]),
      ...(lacking.length === 0
        ? []
        : [
            `no pair has the attribute ${listed(lacking)} of --attributes${this.#left.size === 0 ? '' : `; there are ${listed([...this.#left.keys()])}`}`,
          ]),
    ]
  }
}
