import { useEffect } from 'preact/hooks'
import { revised } from './generated/documents.ts'

/** Calls back when a dataset has changed, and when the connection was lost: it may have changed meanwhile. */
export const useRevisions = (dataset: string | undefined, onRevised: () => void): void => {
  useEffect(() => {
    if (dataset === undefined) return
    const search = new URLSearchParams({ documentId: revised.name, variables: JSON.stringify({ dataset }) })
    const source = new EventSource(`/graphql?${search}`)
    let lost = false
    source.addEventListener('next', onRevised)
    source.addEventListener('error', () => {
      lost = true
    })
    source.addEventListener('open', () => {
      if (lost) onRevised()
      lost = false
    })
    return () => source.close()
  }, [dataset])
}
