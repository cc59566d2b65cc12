import { SIDES } from '../../domain/side.ts'
import { featureValue, isLabeled } from '../../frame/feature-values.ts'
import type { BySide, LabelColumns } from '../../frame/frame.ts'
import { preferenceAt, priorityFields } from '../preference.ts'
import { type CodeTerm, FLIP_CODES, type Index, type NumberTerm } from '../terms.ts'
import type { Space } from './space.ts'

const UNKNOWN = -1
const unknown = (length: number) => new Int8Array(length).fill(UNKNOWN)

type Rewards = BySide<Float64Array>

/** A code of both of a pair's rewards, where there are both. */
const ofRewards = (
  rewards: Rewards | null,
  length: number,
  codeOf: (chosen: number, rejected: number) => number,
): Int8Array => {
  const column = unknown(length)
  if (!rewards) return column
  const { CHOSEN, REJECTED } = rewards
  for (let row = 0; row < length; row++) {
    const [chosen, rejected] = [CHOSEN[row], REJECTED[row]]
    if (!Number.isNaN(chosen) && !Number.isNaN(rejected)) column[row] = codeOf(chosen, rejected)
  }
  return column
}

const regimes = (before: Int8Array, after: Int8Array): Int8Array =>
  // Index into REGIMES: 2 and 0 from misaligned, 3 and 1 from aligned ones.
  before.map((was, row) => (was < 0 || after[row] < 0 ? UNKNOWN : 2 + was - 2 * after[row]))

const preferences = ({ frame, length }: Space, labels: BySide<LabelColumns> | null): Int8Array => {
  const column = unknown(length)
  if (!labels) return column
  const priority = priorityFields(frame.taxonomy)
  for (let row = 0; row < length; row++) column[row] = preferenceAt(labels, priority, row)
  return column
}

const rewritten = ({ frame, length, positions }: Space): Int8Array => {
  if (positions) return new Int8Array(length).fill(1)
  const column = new Int8Array(length)
  for (const { positions } of frame.rewritten) for (const position of positions) column[position] = 1
  return column
}

const signs = (space: Space, of: readonly NumberTerm[]): Int8Array => {
  const product = new Float64Array(space.length).fill(1)
  for (const term of of) {
    const numbers = space.numbers(term)
    for (let row = 0; row < product.length; row++) product[row] *= Math.sign(numbers[row])
  }
  const column = unknown(space.length)
  for (let row = 0; row < column.length; row++)
    if (!Number.isNaN(product[row])) column[row] = 1 + product[row]
  return column
}

type Flip = { labeler: Index; side: (typeof SIDES)[number]; feature: number }

const flips = (space: Space, { labeler, side, feature }: Flip): Int8Array => {
  const column = unknown(space.length)
  const before = space.labels({ labeler, version: 'ORIGINAL' })?.[side]
  const after = space.labels({ labeler, version: 'REWRITTEN' })?.[side]
  if (!before || !after) return column
  const field = space.fields[feature]
  for (let row = 0; row < column.length; row++) {
    const [a, b] = [featureValue(before, field, row), featureValue(after, field, row)]
    if (a !== null && b !== null) column[row] = FLIP_CODES.indexOf(Math.sign(b - a) as -1 | 0 | 1)
  }
  return column
}

const keepsTargets = (space: Space, labeler: Index): Int8Array => {
  const { features, priority } = space.frame.taxonomy
  const column = new Int8Array(space.length).fill(1)
  const unchanged = FLIP_CODES.indexOf(0)
  for (const name of priority) {
    const feature = features.findIndex((one) => one.name === name)
    for (const side of SIDES) {
      const flip = space.codes({ code: 'FLIP', labeler, side, feature })
      for (let row = 0; row < column.length; row++) if (flip[row] !== unchanged) column[row] = 0
    }
  }
  return column
}

/** Unknown of ties: the human chose neither. */
const decided = (space: Space, column: Int8Array): Int8Array => {
  if (space.frame.tieCount === 0) return column
  const ties = space.codes({ code: 'TIE' })
  return column.map((code, row) => (ties[row] === 1 ? UNKNOWN : code))
}

/** A term's codes, −1 where it is unknown. */
export const codesOf = (space: Space, term: CodeTerm): Int8Array => {
  const { length } = space
  switch (term.code) {
    case 'ALIGNED':
      return decided(
        space,
        ofRewards(space.rewards(term.model, term.version), length, (c, r) => (c > r ? 1 : 0)),
      )
    case 'REGIME': {
      const of = (model: Index) => space.codes({ code: 'ALIGNED', model, version: 'ORIGINAL' })
      return regimes(of(term.before), of(term.after))
    }
    case 'PREFERENCE':
      return decided(space, preferences(space, space.labels({ labeler: term.labeler, version: 'ORIGINAL' })))
    case 'LABELED': {
      const labels = space.labels({ labeler: term.labeler, version: 'ORIGINAL' })
      const column = new Int8Array(length)
      if (labels)
        for (let row = 0; row < length; row++)
          column[row] = SIDES.every((side) => isLabeled(labels[side], row)) ? 1 : 0
      return column
    }
    case 'TIE':
      return Int8Array.from({ length }, (_, row) => space.frame.tie[space.positions?.[row] ?? row])
    case 'REWRITTEN':
      return rewritten(space)
    case 'QUADRANT': {
      const { model, centre = 0 } = term
      return ofRewards(
        space.rewards(model, 'ORIGINAL'),
        length,
        (c, r) => (c > centre ? 2 : 0) + (r > centre ? 1 : 0),
      )
    }
    case 'SIGN':
      return signs(space, term.of)
    case 'FLIP':
      return flips(space, term)
    case 'KEEPS_TARGETS':
      return keepsTargets(space, term.labeler)
  }
}
