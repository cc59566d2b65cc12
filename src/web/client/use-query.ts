import { useEffect, useState } from 'preact/hooks'
import type { Document } from '../generated/documents.ts'
import { query, RequestError } from './request.ts'

export type QueryResult<Data> = {
  /** The last answer; while `loading`, to the previous variables. */
  data: Data | null
  /** Why there is no answer, or only part of one. */
  error: string | null
  loading: boolean
}

/** Sends a query whenever it, its variables or the number of refreshes changes, and cancels the previous request. */
export const useQuery = <Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
  refreshes: number,
): QueryResult<Data> => {
  const key = JSON.stringify([document.name, variables, refreshes])
  const [state, setState] = useState<{ key: string; name: string } & Omit<QueryResult<Data>, 'loading'>>()
  useEffect(() => {
    const controller = new AbortController()
    query(document, variables, controller.signal).then(
      (result) => setState({ key, name: document.name, ...result }),
      (error) => {
        if (controller.signal.aborted) return
        if (!(error instanceof RequestError)) throw error
        setState({ key, name: document.name, data: null, error: error.message })
      },
    )
    return () => controller.abort()
  }, [key])
  if (state?.name !== document.name) return { data: null, error: null, loading: true }
  return { data: state.data, error: state.error, loading: state.key !== key }
}
