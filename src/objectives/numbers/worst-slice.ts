import { decidedMean } from '../../audit/decided.ts'
import { withDefinitions } from '../../audit/named-slices.ts'
import type { PairFilter } from '../../audit/pair-filter.ts'
import type { SliceBy } from '../../metrics/slices.ts'
import type { Judging } from '../judging.ts'
import type { Measured } from '../measured.ts'
import type { Resolved } from '../resolved.ts'
import { shareMeasured } from './share.ts'

/** Slices of fewer pairs are left out. */
export const FEWEST_PAIRS = 30
/** Of each thing: the largest. */
const MOST_VALUES = 1000

const calledBy = ({ dimension, attribute, feature, measure }: SliceBy): string =>
  attribute ?? feature ?? measure ?? (dimension as string).toLowerCase()

/** The least alignment of all slices by some things. */
export const worstSlice = async (
  { slice, stage, by, options: { level } }: Resolved,
  { ask, outline }: Judging,
): Promise<Measured> => {
  const cut = await Promise.all(
    by.map(async (one) => {
      const parts = await ask(slice, 'slices', { by: one, first: MOST_VALUES })
      return parts.map((part) => ({
        ...part,
        where: withDefinitions(part.where, outline.slices),
        by: calledBy(one),
      }))
    }),
  )
  const large = cut.flat().filter(({ pairs }) => pairs >= FEWEST_PAIRS)
  const found = await ask(slice, 'partAlignments', { stage, parts: large.map(({ where }) => where) })
  const decided = (where: PairFilter) =>
    decidedMean(slice.where ? { and: [slice.where, where] } : where, 'ALIGNED', stage, outline.taxonomy)
  const parts = found.flatMap(({ part: { aligned, pairs, designEffect, reason } }, index) => {
    if (pairs < FEWEST_PAIRS) return []
    const { by, key, where } = large[index]
    const measured = shareMeasured({ ones: aligned, pairs, designEffect, reason }, level)
    return { ...measured, reason: reason ?? decided(where), called: `${by}: ${key}` }
  })
  if (parts.length === 0) {
    const none = `no slice has ${FEWEST_PAIRS} pairs that the model has scored`
    const unscored = found.find(({ part }) => part.pairs === 0)?.part.reason
    const reason = found.every(({ part }) => part.pairs === 0) ? (unscored ?? none) : none
    return { ...shareMeasured({ ones: 0, pairs: 0, designEffect: null, reason }, level), parts }
  }
  const worst = parts.reduce((a, b) => ((b.estimate as number) < (a.estimate as number) ? b : a))
  return { ...worst, parts }
}
