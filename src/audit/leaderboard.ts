import type { Outline } from '../frame/frame.ts'
import type { Alignment } from '../metrics/alignment.ts'
import type { Part } from '../metrics/breakdown.ts'
import type { Leaderboard, LeaderboardRow } from '../metrics/leaderboard.ts'
import type { ComparisonOptions } from '../metrics/model-comparison.ts'
import type { SliceBy } from '../metrics/slices.ts'
import type { PairFilter } from './pair-filter.ts'
import type { Answer, Arguments, Question } from './questions.ts'
import { modelIndex } from './subject.ts'

/** `sliceMean`: of its scores on all slices; null without slices. */
export type SlicedRow = Omit<LeaderboardRow, 'worst' | 'partMean'> & {
  worstSlice: Part | null
  worstAlignment: Alignment | null
  sliceMean: number | null
}
export type SlicedLeaderboard = Omit<Leaderboard, 'rows'> & { rows: SlicedRow[]; slicesLeftOut: number }

/** Of whatever pairs are cut by, the largest so many are looked at. */
export const MOST_SLICES = 100

/** Indices of the models that are named, each once; else of all. @throws NotFound for a model that there is not */
export const namedModels = (
  outline: Pick<Outline, 'models' | 'labelers' | 'defaults'>,
  names: readonly string[] | null | undefined,
): number[] =>
  names ? [...new Set(names.map((name) => modelIndex(outline, name, -1)))] : [...outline.models.keys()]

/** An audit's questions. */
type Ask = <Q extends Question>(question: Q, args: Arguments<Q>) => Promise<Answer<Q>>

/** Models (their indices) against each other on an audit's pairs, and on slices of these. @throws InvalidInput, NotFound */
export const slicedLeaderboard = async (
  ask: Ask,
  { models, by, options }: { models: readonly number[]; by: readonly SliceBy[]; options: ComparisonOptions },
): Promise<SlicedLeaderboard> => {
  const cut = await Promise.all(by.map((by) => ask('slices', { by, first: MOST_SLICES })))
  const slices = cut.flat()
  const counts = await Promise.all(
    by.map((by, at) => (cut[at].length < MOST_SLICES ? cut[at].length : ask('sliceCount', { by }))),
  )
  const parts = slices.map(({ where }) => where as PairFilter)
  const board = await ask('leaderboard', { models, parts, options })
  return {
    ...board,
    slicesLeftOut: counts.reduce((sum, count, at) => sum + count - cut[at].length, 0),
    rows: board.rows.map(({ worst, partMean, ...row }) => ({
      ...row,
      worstSlice: worst && slices[worst.part],
      worstAlignment: worst?.alignment ?? null,
      sliceMean: partMean,
    })),
  }
}
