import { useEffect, useState } from 'preact/hooks'
import type { Document } from '../generated/documents.ts'
import { query, RequestError } from './request.ts'

/** An answer to one of several queries, or why there is none. */
export type Answered<Data> = { data: Data | null; error: string | null }

/**
 * Sends a query with each of several variables, one after the other: other parts of the page don't wait for all of them. Answers
 * that are not there yet are undefined.
 */
export const useQueries = <Data, Variables>(
  document: Document<Data, Variables>,
  variables: readonly Variables[],
  refreshes: number,
): (Answered<Data> | undefined)[] => {
  const key = JSON.stringify([document.name, variables, refreshes])
  const [state, setState] = useState<{ key: string; answers: Answered<Data>[] }>({ key, answers: [] })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const answers: Answered<Data>[] = []
    const sendAll = async () => {
      for (const one of variables) {
        const answer = await query(document, one, signal).catch((error) => {
          if (signal.aborted || error instanceof RequestError) return { data: null, error: error.message }
          throw error
        })
        if (signal.aborted) return
        answers.push(answer)
        setState({ key, answers: [...answers] })
      }
    }
    void sendAll()
    return () => controller.abort()
  }, [key])
  return variables.map((_, at) => (state.key === key ? state.answers[at] : undefined))
}
