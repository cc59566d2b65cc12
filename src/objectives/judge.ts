import { InvalidInput, SealError } from '../domain/errors.ts'
import { assertLevel } from '../stats/interval.ts'
import type { Correction } from '../stats/p-adjust.ts'
import { askedOf } from './bound.ts'
import { BrokenObjective, problemAt } from './broken.ts'
import { farBounds } from './far-bound.ts'
import { askingOnce, type Judging } from './judging.ts'
import { type Numbers, numbersOf } from './numbers/number.ts'
import type { Objective } from './objective.ts'
import { type Resolved, resolve } from './resolved.ts'
import { type Judgement, judgements } from './verdict.ts'
import { askedWords, messageOf } from './words.ts'

/** What became of an objective. */
export type Verdict = Judgement & {
  name: string
  /** What was judged. */
  objective: Objective
  /** What is asked of the number, as in: above 0.6. */
  asked: string
  /** The number itself, to be kept: what `saved` is judged against. */
  number: { estimate: number | null; standardError: number | null }
  pairs: number
  message: string
  warnings: readonly string[]
}

/** More together are several questions. */
export const MOST_OBJECTIVES = 200

/** The numbers of an objective, whose errors are told of it. */
const asked = async (resolved: Resolved, index: number, judging: Judging): Promise<Numbers> => {
  try {
    return await numbersOf(resolved, judging)
  } catch (error) {
    if (!(error instanceof SealError) || !['INVALID_INPUT', 'NOT_FOUND'].includes(error.code)) throw error
    throw new BrokenObjective(index, resolved.objective.name, problemAt('', error), error)
  }
}

/**
 * Judges objectives together: whether each is shown at the level after correction, its opposite is, or neither. What several of
 * them need is asked once.
 *
 * @throws BrokenObjective for the first that can't be judged, and then none is; InvalidInput for a level that can't be
 */
export const judge = async (
  objectives: readonly Objective[],
  { level, correction }: { level: number; correction: Correction },
  { ask, ...rest }: Judging,
): Promise<Verdict[]> => {
  assertLevel(level)
  if (level < 0.5)
    throw new InvalidInput(`level: ${level} would show what is less likely than not; take one such as 0.95`)
  if (objectives.length > MOST_OBJECTIVES)
    throw new InvalidInput(`objectives: ${objectives.length}; at most ${MOST_OBJECTIVES} are judged together`)
  const judging = { ...rest, ask: askingOnce(ask) }
  const { outline } = judging
  const all = resolve(objectives, level, outline)
  const numbers = await Promise.all(all.map((resolved, index) => asked(resolved, index, judging)))
  const judged = judgements(
    all.map(({ objective }, index) => ({ objective, numbers: numbers[index] })),
    { level, correction },
  )
  return all.map((resolved, index) => {
    const { name } = resolved.objective
    const { now, judged: measured } = numbers[index]
    return {
      ...judged[index],
      name,
      objective: resolved.objective,
      asked: askedWords(resolved.objective),
      number: { estimate: now.estimate, standardError: now.standardError },
      pairs: measured.pairs,
      message: messageOf(resolved, numbers[index], outline, judged[index]),
      warnings: [...measured.warnings, ...farBounds(measured, askedOf(resolved.objective))],
    }
  })
}
