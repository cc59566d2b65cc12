import type { Judging } from '../judging.ts'
import type { Measured } from '../measured.ts'
import { takes } from '../objective.ts'
import type { Resolved } from '../resolved.ts'
import { difference } from './difference.ts'
import { meanShift } from './mean-shift.ts'
import { share } from './share.ts'
import { sinceSaved } from './since-saved.ts'
import { term } from './term.ts'
import { worstSlice } from './worst-slice.ts'

const alone = (resolved: Resolved, judging: Judging): Promise<Measured> => {
  const { metric } = resolved.objective
  if (takes(metric, 'feature')) return term(resolved, judging)
  if (metric === 'MEAN_SHIFT') return meanShift(resolved, judging)
  return metric === 'WORST_SLICE' ? worstSlice(resolved, judging) : share(resolved, judging)
}

/** What an objective is about: `now` itself, and what of it is judged, which may be its difference to a baseline. */
export type Numbers = { now: Measured; judged: Measured }

export const numbersOf = async (resolved: Resolved, judging: Judging): Promise<Numbers> => {
  const { objective, baseline, options } = resolved
  if (baseline) {
    const isTerm = takes(objective.metric, 'feature')
    const judged = await (isTerm ? term(resolved, judging) : difference(resolved, baseline, judging))
    return { now: judged, judged }
  }
  const now = await alone(resolved, judging)
  if (!objective.noWorseThan?.saved) return { now, judged: now }
  return { now, judged: sinceSaved(now, objective, judging.saved?.get(objective.name), options.level) }
}
