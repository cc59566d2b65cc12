import { useEffect, useState } from 'preact/hooks'
import { ask, Refused } from './ask.ts'
import type { Document } from './generated/documents.ts'

export type Answered<Answer> = {
  /** The last answer; while `waiting`, of what was asked before. */
  answer: Answer | null
  /** What kept the server from answering, or from answering all of it. */
  problem: string | null
  waiting: boolean
}

/** Asks whenever what is asked is another, or the dataset was heard of again; what nobody waits for any more is cancelled. */
export const useAnswer = <Answer, Variables>(
  document: Document<Answer, Variables>,
  variables: Variables,
  heard: number,
): Answered<Answer> => {
  const key = JSON.stringify([document.name, variables, heard])
  const [state, setState] = useState<{ key: string; name: string } & Omit<Answered<Answer>, 'waiting'>>()
  useEffect(() => {
    const left = new AbortController()
    ask(document, variables, left.signal).then(
      (told) => setState({ key, name: document.name, ...told }),
      (error) => {
        if (left.signal.aborted) return
        if (!(error instanceof Refused)) throw error
        setState({ key, name: document.name, answer: null, problem: error.message })
      },
    )
    return () => left.abort()
  }, [key])
  if (state?.name !== document.name) return { answer: null, problem: null, waiting: true }
  return { answer: state.answer, problem: state.problem, waiting: state.key !== key }
}
