import type { Side } from '../../domain/side.ts'
import { featureValue } from '../../frame/feature-values.ts'
import { marginOf } from '../../frame/margin.ts'
import { angleBetween } from '../../frame/reward-shift.ts'
import { logLoss } from '../../stats/log-loss.ts'
import { sigmoid } from '../../stats/sigmoid.ts'
import {
  alignedBy,
  type Index,
  marginOf as marginTerm,
  type NumberTerm,
  VERSIONS,
  type Vector,
} from '../terms.ts'
import { attributeNumbers } from './attribute.ts'
import type { Space } from './space.ts'

const nothing = (length: number) => new Float64Array(length).fill(Number.NaN)

type Rewards = { CHOSEN: ArrayLike<number>; REJECTED: ArrayLike<number> }

const vectorsOf = (space: Space, vector: Vector): Rewards | null => {
  if (vector !== 'LOWER_BISECTOR') {
    const { model, version, centre = 0 } = vector
    const rewards = space.rewards(model, version)
    if (!rewards || centre === 0) return rewards
    const centred = (side: Side) => rewards[side].map((reward) => reward - centre)
    return { CHOSEN: centred('CHOSEN'), REJECTED: centred('REJECTED') }
  }
  const column = new Float64Array(space.length).fill(-1)
  return { CHOSEN: column, REJECTED: column }
}

const angles = (u: Rewards, v: Rewards, length: number): Float64Array => {
  const column = new Float64Array(length)
  for (let i = 0; i < length; i++)
    column[i] = angleBetween(u.CHOSEN[i], u.REJECTED[i], v.CHOSEN[i], v.REJECTED[i])
  return column
}

const differences = (
  { fields, length, ...space }: Space,
  { labeler, feature }: { labeler: Index; feature: number },
): Float64Array => {
  const labels = space.labels({ labeler, version: 'ORIGINAL' })
  const column = nothing(length)
  if (!labels) return column
  const field = fields[feature]
  for (let row = 0; row < length; row++) {
    const chosen = featureValue(labels.CHOSEN, field, row)
    const rejected = featureValue(labels.REJECTED, field, row)
    if (chosen !== null && rejected !== null) column[row] = chosen - rejected
  }
  return column
}

/** A term's numbers, NaN where there is none. */
export const numbersOf = (space: Space, term: NumberTerm): Float64Array => {
  const { length } = space
  switch (term.number) {
    case 'ROW_ID':
      return Float64Array.from(space.rowIds)
    case 'ATTRIBUTE':
      return attributeNumbers(space, term.attribute, term.side)
    case 'MEASURE': {
      const columns = space.measures(term.measure, term.version)
      if (!columns) return nothing(length)
      if (term.of !== 'DIFFERENCE') return columns[term.of]
      return columns.CHOSEN.map((chosen, row) => chosen - columns.REJECTED[row])
    }
    case 'REWARD':
      return space.rewards(term.model, term.version)?.[term.side] ?? nothing(length)
    case 'MARGIN': {
      const rewards = space.rewards(term.model, term.version)
      if (!rewards) return nothing(length)
      return rewards.CHOSEN.map((chosen, row) => marginOf(chosen, rewards.REJECTED[row]))
    }
    case 'MARGIN_CHANGE': {
      const [before, after] = [term.before, term.after].map((model) => space.numbers(marginTerm(model)))
      return after.map((margin, row) => marginOf(margin, before[row]))
    }
    case 'ANGLE': {
      const [from, to] = [vectorsOf(space, term.from), vectorsOf(space, term.to)]
      return from && to ? angles(from, to, length) : nothing(length)
    }
    case 'PROBABILITY':
      return space.rewards(term.model, term.version)?.[term.side].map(sigmoid) ?? nothing(length)
    case 'CONFIDENCE':
      return space.numbers(marginTerm(term.model)).map((margin) => sigmoid(Math.abs(margin)))
    case 'LOSS': {
      const loss = term.by === 'LOG' ? logLoss : (margin: number) => sigmoid(-margin) ** 2
      return space.numbers(marginTerm(term.model)).map(loss)
    }
    case 'MISALIGNED':
      return Float64Array.from(space.codes(alignedBy(term.model)), (aligned) =>
        aligned < 0 ? Number.NaN : 1 - aligned,
      )
    case 'BECAME_MISALIGNED': {
      const [before, after] = VERSIONS.map((version) => space.codes(alignedBy(term.model, version)))
      return Float64Array.from(before, (aligned, row) =>
        aligned < 0 || after[row] < 0 ? Number.NaN : aligned * (1 - after[row]),
      )
    }
    case 'SCORE': {
      const scores = term.scores.map((score) => score ?? Number.NaN)
      const codes = space.codes(term.of)
      const column = nothing(length)
      for (let row = 0; row < length; row++) if (codes[row] >= 0) column[row] = scores[codes[row]]
      return column
    }
    case 'DIFFERENCE':
      return differences(space, term)
    case 'SIMILARITY': {
      const { similarity } = space
      if (!similarity) return nothing(length)
      const { CHOSEN, REJECTED } = similarity
      return term.side === 'MEAN'
        ? CHOSEN.map((one, row) => (one + REJECTED[row]) / 2)
        : similarity[term.side]
    }
  }
}
