import { hint } from '../../domain/hint.ts'
import { waldTest } from '../../stats/wald.ts'
import type { Saved } from '../judging.ts'
import type { Measured } from '../measured.ts'
import type { Objective } from '../objective.ts'

const NONE = hint`its number was not kept yet: npm run objectives -- FILE --save keeps it`
const OTHER = hint`what was kept under its name is another number: npm run objectives -- FILE --save keeps this one`

const PARTS = ['metric', 'feature', 'side', 'flip', 'rewriter', 'stage', 'labeler'] as const

/** Of which number an objective is, whichever model's: of a difference to another model or slice, that is it. */
const numberOf = (objective: Objective): string => {
  const isDifference = Boolean(objective.noWorseThan && !objective.noWorseThan.saved)
  const given = { ...objective, side: objective.side ?? 'CHOSEN', stage: objective.stage ?? 'POST' }
  return JSON.stringify([isDifference, ...PARTS.map((part) => given[part] ?? null)])
}

/**
 * A number less what it was when its objective was kept. Both are taken as if of independent pairs, as a number that was kept
 * does not say what it shares with this one: √(error² + error²). Where they share prompts that is mostly too much, so that an
 * outcome errs towards INCONCLUSIVE.
 */
export const sinceSaved = (
  now: Measured,
  objective: Objective,
  saved: Saved | undefined,
  level: number,
): Measured => {
  const { estimate, standardError, reference } = now
  const without = (reason: string): Measured => ({
    ...now,
    estimate: null,
    standardError: null,
    interval: null,
    reason,
  })
  if (!saved) return without(NONE)
  if (numberOf(saved.objective) !== numberOf(objective)) return without(OTHER)
  if (now.reason !== null || estimate === null || standardError === null) return now
  if (saved.estimate === null || saved.standardError === null)
    return without(`it could not be computed when it was kept, at revision ${saved.revision}`)
  const error = Math.hypot(standardError, saved.standardError)
  const difference = estimate - saved.estimate
  return {
    ...now,
    estimate: difference,
    standardError: error,
    interval: waldTest(difference, error, reference, level)?.confidenceInterval ?? null,
    both: [estimate, saved.estimate],
  }
}
