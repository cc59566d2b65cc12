import { clipped } from '../domain/clipped.ts'
import { InvalidInput, NotFound, SealError } from '../domain/errors.ts'
import { nearNames } from '../domain/near-names.ts'
import type { Problem } from './objective.ts'

/** Why an objective can't be judged, and where in it. */
export class Broken extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, { cause })
    this.problem = problem
  }
}

/** What an error says of a place of an objective, or of one within it, which its message begins with. */
export const problemAt = (place: string, error: SealError): Problem => {
  const near = error instanceof NotFound ? nearNames(error.wanted, error.known) : []
  const message = near.length > 0 ? `${error.message}; did you mean ${near.join(' or ')}?` : error.message
  const [, within = '', rest = ''] = /^([\w.[\]]+): (.*)$/s.exec(message) ?? []
  return within !== '' && within.startsWith(place) ? { at: within, message: rest } : { at: place, message }
}

/** What is found at a place of an objective. @throws Broken for what a person can do something about there */
export const at = <T>(place: string, find: () => T): T => {
  try {
    return find()
  } catch (error) {
    throw error instanceof SealError ? new Broken(problemAt(place, error), error) : error
  }
}

/** An objective that can't be judged: which of them, and why. */
export class BrokenObjective extends InvalidInput {
  readonly index: number
  readonly problem: Problem
  constructor(index: number, name: string, problem: Problem, cause?: unknown) {
    const place = problem.at === '' ? '' : `${problem.at}: `
    super(`objective "${clipped(name, 60)}": ${place}${problem.message}`, { cause })
    this.index = index
    this.problem = problem
  }
}
