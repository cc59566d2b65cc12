import type { Answer, Arguments, Question } from '../audit/questions.ts'
import type { Slice } from '../audit/scope.ts'
import type { Outline } from '../frame/frame.ts'
import type { Objective } from './objective.ts'

/** The answer to a question about some pairs, beside other ones where both are compared. */
export type Ask = <Q extends Question>(
  slice: Slice,
  question: Q,
  args: Arguments<Q>,
  other?: Slice,
) => Promise<Answer<Q>>

/** A number as it was when its objective was kept, and what was kept. */
export type Saved = {
  estimate: number | null
  standardError: number | null
  revision: number
  objective: Objective
}

/** One revision of a dataset, whoever answers questions about it, and numbers that were kept, by the names of objectives. */
export type Judging = { outline: Outline; ask: Ask; saved?: ReadonlyMap<string, Saved> }

/** Asks each question once, however many objectives have it. */
export const askingOnce = (ask: Ask): Ask => {
  const answers = new Map<string, Promise<unknown>>()
  return <Q extends Question>(slice: Slice, question: Q, args: Arguments<Q>, other?: Slice) => {
    const key = JSON.stringify([slice, question, args, other])
    const answer = answers.get(key) ?? ask(slice, question, args, other)
    answers.set(key, answer)
    return answer as Promise<Answer<Q>>
  }
}
