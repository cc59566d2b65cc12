import { allFeatures } from '../domain/measure.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import { ranked } from '../metrics/leaderboard.ts'
import type { Prevalence } from '../metrics/prevalence.ts'
import { correctRulers, type Ruler } from '../metrics/rulers.ts'
import {
  decidedAdjusted,
  decidedChange,
  decidedLeaderboard,
  decidedMarginChange,
  decidedMeasure,
  decidedPrevalence,
  decidedShift,
  warnedOfOutcome,
} from './decided.ts'
import type { Answer, Arguments, Question } from './questions.ts'
import type { Scope } from './scope.ts'

/** What becomes of an answer where the slice that it is of decides its tests. */
type Judge<Q extends Question> = (answer: Answer<Q>, scope: Scope, args: Arguments<Q>) => Answer<Q>

/** Warns of slices that select by an outcome, which the rewards of some stages decide. */
const warned =
  <Q extends Question>(stagesOf: (args: Arguments<Q>) => readonly (readonly Stage[])[]) =>
  <T extends { warnings: readonly string[] }>(result: T, { where, other }: Scope, args: Arguments<Q>): T => {
    const [mine, theirs = mine] = stagesOf(args)
    const first = { where, stages: mine, ...(other ? { name: 'the first audit' } : {}) }
    const second = other ? [{ where: other.where, stages: theirs, name: 'the other audit' }] : []
    return warnedOfOutcome(result, [first, ...second])
  }

const measuresJudged = <T extends Ruler | Prevalence>(
  rows: readonly T[],
  { where, loaded: { outline } }: Scope,
): T[] => {
  const features = allFeatures(outline)
  return rows.map((row) => decidedMeasure(row, where, features[row.feature].name))
}

const JUDGES: { [Q in Question]?: Judge<Q> } = {
  alignmentChange: (change, { where }) => decidedChange(change, where),
  leaderboard: (board, scope, { options }) => ranked(decidedLeaderboard(board, scope), options),
  rewardShift: (shift, { where }) => decidedShift(shift, where),
  marginChange: (change, { where }) => decidedMarginChange(change, where),
  prevalence: (rows, { where, loaded: { outline } }) =>
    rows.map((row) => decidedPrevalence(row, where, outline.taxonomy)),
  measureMeans: measuresJudged,
  rulers: (rows, scope) => correctRulers(measuresJudged(rows, scope)),
  adjusted: (adjusted, { where }, { stage }) => decidedAdjusted(adjusted, where, stage),
  imprints: warned<'imprints'>(({ stage }) => [[stage]]),
  shiftImprints: warned<'shiftImprints'>(() => [STAGES]),
  marginChangeImprints: warned<'marginChangeImprints'>(() => [STAGES]),
  misalignment: warned<'misalignment'>(() => [['POST']]),
  choices: warned<'choices'>(({ by, stage }) => [by === 'MODEL' ? [stage] : []]),
  amplification: warned<'amplification'>(({ stage }) => [[stage]]),
  compareImprints: warned<'compareImprints'>(({ stages }) => stages.map((stage) => [stage])),
  compareShiftImprints: warned<'compareShiftImprints'>(() => [STAGES]),
  compareMarginChangeImprints: warned<'compareMarginChangeImprints'>(() => [STAGES]),
  compareMisalignment: warned<'compareMisalignment'>(() => [['POST']]),
  compareChoices: warned<'compareChoices'>(({ by, stages }) =>
    stages.map((stage, side) => (by[side] === 'MODEL' ? [stage] : [])),
  ),
}

/** An answer without the tests that its own slice decides. */
export const tested = <Q extends Question>(
  question: Q,
  answer: Answer<Q>,
  scope: Scope,
  args: Arguments<Q>,
): Answer<Q> => {
  const judge: Judge<Q> | undefined = JUDGES[question]
  return judge ? judge(answer, scope, args) : answer
}
