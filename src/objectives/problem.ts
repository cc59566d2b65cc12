import { BOUNDS, METRICS, type Objective, type Part, type Problem, takes } from './objective.ts'

const NEEDED: readonly Part[] = ['feature', 'flip', 'by']
const PARTS: readonly Part[] = [...NEEDED, 'side', 'rewriter', 'options']

const isGiven = (value: unknown): boolean => value !== null && value !== undefined

const partProblem = (objective: Objective): Problem | null => {
  const { metric, stage, by } = objective
  for (const part of PARTS) {
    const given = isGiven(objective[part as keyof Objective])
    if (given && !takes(metric, part)) return { at: part, message: `${metric} has no ${part}: leave it out` }
    if (!given && takes(metric, part) && NEEDED.includes(part))
      return { at: part, message: `${metric} needs one` }
  }
  if (stage === 'PRE' && !takes(metric, 'stage'))
    return {
      at: 'stage',
      message: `${metric} is of the post model: leave it out, and name the model as post`,
    }
  if (by?.length === 0) return { at: 'by', message: `${metric} needs at least one thing to cut by` }
  return null
}

/** Why a bound of a share could never be crossed, or not be told from any other. */
const bound = (at: string, value: number, isShare: boolean): Problem | null => {
  if (!Number.isFinite(value)) return { at, message: `${value} is no finite number` }
  if (isShare && !(value > 0 && value < 1))
    return { at, message: `${value}; a share is shown to be above or below numbers between 0 and 1 alone` }
  return null
}

const baselineProblem = ({ metric, stage, noWorseThan }: Objective): Problem | null => {
  if (!noWorseThan) return null
  const at = 'noWorseThan'
  const { post, where, saved, margin } = noWorseThan
  if (!(Number.isFinite(margin) && margin >= 0))
    return { at: `${at}.margin`, message: `${margin}; a margin is 0 or more` }
  if (METRICS[metric].isShare && margin >= 1)
    return { at: `${at}.margin`, message: `${margin}; shares differ by 1 at most` }
  if (metric === 'WORST_SLICE')
    return {
      at,
      message:
        'the worst slices of two models are different pairs: give ALIGNMENT objectives, one a slice by where',
    }
  const isOther = isGiven(post) || where !== undefined
  if (saved && isOther)
    return { at, message: 'saved is the number as it was kept: leave out post and where, or saved' }
  if (saved) return null
  if (!isOther) return { at, message: 'say than what: another post model, another where, or saved: true' }
  if (stage === 'PRE' && isGiven(post))
    return {
      at: 'stage',
      message: 'leave out PRE, and name that model as post: it is compared with noWorseThan.post',
    }
  if (metric === 'LABELER_AGREEMENT' && where === undefined)
    return { at: `${at}.post`, message: "a labeler's agreement is the same whatever the model: give a where" }
  if (metric === 'AMPLIFICATION' && where !== undefined)
    return {
      at: `${at}.where`,
      message: 'AMPLIFICATION is compared with that of another post model on the same pairs: leave it out',
    }
  return null
}

const boundProblem = (objective: Objective): Problem | null => {
  const given = BOUNDS.filter((name) => isGiven(objective[name]))
  if (given.length !== 1) {
    const found = given.length === 0 ? 'there is none' : `there are ${given.join(' and ')}`
    return { at: given[1] ?? '', message: `give exactly one of ${BOUNDS.join(', ')}; ${found}` }
  }
  const { metric, atLeast, atMost, within } = objective
  const { isShare } = METRICS[metric]
  for (const [at, value] of Object.entries({
    atLeast,
    atMost,
    'within.lower': within?.lower,
    'within.upper': within?.upper,
  }))
    if (value !== null && value !== undefined) {
      const problem = bound(at, value, isShare)
      if (problem) return problem
    }
  if (within && !(within.lower < within.upper))
    return { at: 'within', message: `lower, ${within.lower}, is not below upper, ${within.upper}` }
  return baselineProblem(objective)
}

/** What is wrong with an objective whatever its dataset; null: nothing. */
export const problemOf = (objective: Objective): Problem | null => {
  if (objective.name.trim() === '') return { at: 'name', message: 'give it a name' }
  const { options } = objective
  if (options?.bootstrap)
    return { at: 'options.bootstrap', message: 'objectives are judged by standard errors: leave it out' }
  return partProblem(objective) ?? boundProblem(objective)
}
