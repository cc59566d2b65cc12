import { type BitField, bitFields } from '../../domain/label-bits.ts'
import { SIDES } from '../../domain/side.ts'
import type { Outline } from '../../frame/frame.ts'
import {
  type CodeTerm,
  FLIP_CODES,
  type Index,
  type Labels,
  marginOf,
  type NumberTerm,
  type Vector,
  type Version,
} from '../terms.ts'
import { angleBetween } from './angle.ts'
import { attributeNumber } from './attribute.ts'
import type { Dialect } from './dialect.ts'
import { keepsTargets } from './keeps-targets.ts'
import {
  type LabelColumn,
  labelColumn,
  measureColumn,
  preferenceColumn,
  rewardColumn,
  similarityColumn,
} from './names.ts'
import { logLoss, oppositeSigmoid, sigmoidOfSize } from './sigmoid.ts'
import { every, type Sql } from './statement.ts'
import { cannot } from './unsupported.ts'

/** The rows of projections that terms are written over. */
export type Rows = Record<Version, string | null>

/** Terms as expressions; null is unknown. */
export type Terms = ReturnType<typeof termsOf>

const NUMBER = 'CAST(NULL AS float8)'
const float = (value: number): Sql => `CAST(${value} AS float8)`

export const termsOf = (outline: Outline, rows: Rows, dialect: Dialect) => {
  const { models, labelers, taxonomy, measures, defaults, attributes, tieCount } = outline
  const fields = bitFields(taxonomy.features)
  const rowOf = (version: Version): string => {
    const row = rows[version]
    if (row === null)
      throw new Error('a term of rewritten entries, of pairs that are not those of a rewriter')
    return row
  }
  const row = rowOf('ORIGINAL')

  const reward = (model: Index, side: (typeof SIDES)[number], version: Version): Sql =>
    models[model] ? `${rowOf(version)}.${rewardColumn(models[model].id, side)}` : NUMBER
  const rewards = (model: Index, version: Version): Sql[] => SIDES.map((side) => reward(model, side, version))

  const label = ({ labeler, side, version }: Labels, column: LabelColumn): Sql => {
    const id = labelers[labeler]?.id
    if (id !== undefined) return `${rowOf(version)}.${labelColumn(id, side, column)}`
    return column === 'features' || column === 'known' ? 'CAST(NULL AS bigint)' : 'CAST(NULL AS text)'
  }
  const bits = (labels: Labels, column: 'features' | 'known', { word, shift, mask }: BitField): Sql =>
    `((${label(labels, column)} >> ${32 * word + shift}) & ${mask})`
  /** The value of a feature. */
  const value = (labels: Labels, feature: number): Sql => {
    const field = fields[feature]
    return `(CASE WHEN ${bits(labels, 'known', field)} = 0 THEN NULL
      WHEN ${bits(labels, 'features', field)} = 2 THEN -1 ELSE ${bits(labels, 'features', field)} END)`
  }

  const vector = (of: Vector): Sql[] =>
    of === 'LOWER_BISECTOR'
      ? ['CAST(-1 AS float8)', 'CAST(-1 AS float8)']
      : rewards(of.model, of.version).map((reward) =>
          of.centre ? `(${reward} - ${float(of.centre)})` : reward,
        )
  const isOwn = (of: Vector, model: Index) =>
    of !== 'LOWER_BISECTOR' && of.version === 'ORIGINAL' && of.model === model && !of.centre
  const angle = (from: Vector, to: Vector): Sql => {
    // That of the dataset's own models is computed once.
    if (isOwn(from, defaults.pre) && isOwn(to, defaults.post)) return `${row}.shift`
    return angleBetween(dialect, vector(from), vector(to))
  }

  const aligned = (model: Index, version: Version = 'ORIGINAL'): Sql =>
    `CAST(${rewards(model, version).join(' > ')} AS int)`

  const number = (term: NumberTerm): Sql => {
    switch (term.number) {
      case 'ROW_ID':
        return `${row}.row_id`
      case 'ATTRIBUTE':
        return attributeNumber(attributes, term.attribute, term.side, row)
      case 'MEASURE': {
        if (!measures[term.measure]) return NUMBER
        const of = (side: (typeof SIDES)[number]) =>
          `${rowOf(term.version)}.${measureColumn(term.measure, side)}`
        return term.of === 'DIFFERENCE' ? `(${SIDES.map(of).join(' - ')})` : of(term.of)
      }
      case 'REWARD':
        return reward(term.model, term.side, term.version)
      case 'MARGIN':
        return `(${rewards(term.model, term.version).join(' - ')})`
      case 'MARGIN_CHANGE':
        return `(${number(marginOf(term.after))} - ${number(marginOf(term.before))})`
      case 'ANGLE':
        return angle(term.from, term.to)
      case 'PROBABILITY':
        return cannot('PROBABILITY')
      case 'CONFIDENCE':
        return sigmoidOfSize(number(marginOf(term.model)))
      case 'LOSS': {
        const margin = number(marginOf(term.model))
        return term.by === 'LOG' ? logLoss(margin) : `power(${oppositeSigmoid(margin)}, 2)`
      }
      case 'MISALIGNED':
        return `CAST(1 - ${aligned(term.model)} AS float8)`
      case 'BECAME_MISALIGNED':
        return `CAST(${aligned(term.model)} * (1 - ${aligned(term.model, 'REWRITTEN')}) AS float8)`
      case 'SCORE': {
        const cases = term.scores.flatMap((score, of) =>
          score === null ? [] : [`WHEN ${of} THEN CAST(${score} AS float8)`],
        )
        return cases.length === 0 ? NUMBER : `(CASE ${code(term.of)} ${cases.join(' ')} END)`
      }
      case 'DIFFERENCE': {
        const [chosen, rejected] = SIDES.map((side) =>
          value({ labeler: term.labeler, side, version: 'ORIGINAL' }, term.feature),
        )
        return `CAST(${chosen} - ${rejected} AS float8)`
      }
      case 'SIMILARITY': {
        const of = (side: (typeof SIDES)[number]) => `${rowOf('REWRITTEN')}.${similarityColumn(side)}`
        return term.side === 'MEAN' ? `((${SIDES.map(of).join(' + ')}) / 2)` : of(term.side)
      }
    }
  }

  /** Unknown of ties: the human chose neither. */
  const decided = (code: Sql): Sql => (tieCount === 0 ? code : `(CASE ${row}.tie WHEN 0 THEN ${code} END)`)

  const code = (term: CodeTerm): Sql => {
    switch (term.code) {
      case 'ALIGNED':
        return decided(aligned(term.model, term.version))
      case 'REGIME':
        // Index into REGIMES: 2 and 0 from misaligned, 3 and 1 from aligned ones.
        return decided(`(2 + ${aligned(term.before)} - 2 * ${aligned(term.after)})`)
      case 'PREFERENCE': {
        const labeler = labelers[term.labeler]
        return labeler ? decided(`${row}.${preferenceColumn(labeler.id)}`) : 'CAST(NULL AS int)'
      }
      case 'LABELED': {
        const isLabeled = (side: (typeof SIDES)[number]) =>
          `coalesce(${label({ ...term, side, version: 'ORIGINAL' }, 'known')}, 0) <> 0`
        return `CAST(${every(SIDES.map(isLabeled))} AS int)`
      }
      case 'TIE':
        return `${row}.tie`
      case 'REWRITTEN':
        return `CAST(${row}.rewritten AS int)`
      case 'QUADRANT': {
        const [chosen, rejected] = rewards(term.model, 'ORIGINAL').map(
          (score) => `CAST(${score} > ${float(term.centre ?? 0)} AS int)`,
        )
        return `(2 * ${chosen} + ${rejected})`
      }
      case 'SIGN':
        return `CAST(1 + ${term.of.map((one) => `sign(${number(one)})`).join(' * ')} AS int)`
      case 'FLIP': {
        const [before, after] = (['ORIGINAL', 'REWRITTEN'] as const).map((version) =>
          value({ labeler: term.labeler, side: term.side, version }, term.feature),
        )
        return `(CAST(sign(${after} - ${before}) AS int) - (${FLIP_CODES[0]}))`
      }
      case 'KEEPS_TARGETS':
        return `CAST(${keepsTargets(outline, (version, side, column) => label({ ...term, version, side }, column))} AS int)`
    }
  }

  return { dialect, row, rowOf, fields, attributes, measures, reward, label, value, number, code }
}
