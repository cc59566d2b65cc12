import { useEffect, useState } from 'preact/hooks'
import { ask, Refused } from './ask.ts'
import type { Document } from './generated/documents.ts'

export type Answered<Answer> = {
  /** The last answer; while `waiting`, of what was asked before. */
  answer: Answer | null
  problem: string | null
  waiting: boolean
}

/** Asks whenever what is asked, or the revision, is another; what nobody waits for any more is cancelled. */
export const useAnswer = <Answer, Variables>(
  document: Document<Answer, Variables>,
  variables: Variables,
  revision = 0,
): Answered<Answer> => {
  const key = JSON.stringify([document, variables, revision])
  const [state, setState] = useState<{ key: string; document: string } & Omit<Answered<Answer>, 'waiting'>>()
  useEffect(() => {
    const left = new AbortController()
    ask(document, variables, left.signal).then(
      (answer) => setState({ key, document, answer, problem: null }),
      (error) => {
        if (left.signal.aborted) return
        if (!(error instanceof Refused)) throw error
        setState({ key, document, answer: null, problem: error.message })
      },
    )
    return () => left.abort()
  }, [key])
  if (state?.document !== document) return { answer: null, problem: null, waiting: true }
  return { answer: state.answer, problem: state.problem, waiting: state.key !== key }
}
