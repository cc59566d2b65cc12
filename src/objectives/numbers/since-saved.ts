import { waldTest } from '../../stats/wald.ts'
import type { Saved } from '../judging.ts'
import type { Measured } from '../measured.ts'

const NONE = 'its number was not kept yet: npm run objectives -- FILE --save keeps it'

/**
 * A number less what it was when its objective was kept. Both are taken as if of independent pairs, as a number that was kept
 * does not say what it shares with this one: √(error² + error²). Where they share prompts that is mostly too much, so that an
 * outcome errs towards INCONCLUSIVE.
 */
export const sinceSaved = (now: Measured, saved: Saved | undefined, level: number): Measured => {
  const { estimate, standardError, reference } = now
  const without = (reason: string): Measured => ({
    ...now,
    estimate: null,
    standardError: null,
    interval: null,
    reason,
  })
  if (!saved) return without(NONE)
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
