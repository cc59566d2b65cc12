import { conditionOf } from '../../src/audit/condition.ts'
import type { PairFilter } from '../../src/audit/pair-filter.ts'
import { type Answer, type Arguments, type Question, worded } from '../../src/audit/questions.ts'
import type { Subject } from '../../src/audit/subject.ts'
import { type Frame, outlineOf } from '../../src/frame/frame.ts'
import { compute } from '../../src/metrics/metrics.ts'
import { select } from '../../src/pairs/columns/condition.ts'
import { pairsOf } from '../../src/pairs/columns/pairs.ts'
import type { Rows } from '../../src/pairs/columns/space.ts'
import { spaceOfFrame } from '../../src/pairs/columns/spaces.ts'
import type { Pairs } from '../../src/pairs/pairs.ts'

/** Some pairs of a frame as an audit sees them. */
export type Slice = {
  frame: Frame
  subject: Subject
  of: Rows
  /** In which way pairs are asked for; left out: as they are. */
  through?: (pairs: Pairs) => Pairs
}

/** The pairs of a frame that match a filter; all of them without one. Its own models and its first labeler are meant. */
export const sliceOf = (
  frame: Frame,
  filter: PairFilter | null = null,
  names: Partial<Subject> = {},
): Slice => {
  const subject = { ...frame.defaults, ...names }
  const space = spaceOfFrame(frame)
  const where = filter && conditionOf(filter, subject, frame)
  return { frame, subject, of: { space, rows: select(space, where) } }
}

export const rowIdsOf = ({ frame, of }: Slice): number[] => Array.from(of.rows, (row) => frame.rowIds[row])

/** What an audit is answered, of columns and in this process, whatever its slice decides. */
export const ask = async <Q extends Question>(
  slice: Slice,
  question: Q,
  args: Arguments<Q>,
  other?: Slice,
): Promise<Answer<Q>> => {
  const { frame, subject } = slice
  const pairsIn = ({ of, through = (pairs) => pairs }: Slice) => through(pairsOf(of))
  const { argsOf, answerOf } = worded(question)
  const asking = { outline: outlineOf(frame), subject, other: other?.subject ?? subject }
  const asked = { pairs: pairsIn(slice), other: other ? pairsIn(other) : null }
  return answerOf(await compute(question, asked, argsOf(asking, args)))
}
