import { useEffect } from 'preact/hooks'
import { revised } from '../generated/documents.ts'
import { send } from './request.ts'

/** How long until a lost connection is tried again. */
const RETRY_MS = 3000

// An EventSource would be shorter, but cannot send a token.
const follow = async (
  dataset: string,
  onRevision: () => void,
  signal: AbortSignal,
  isReconnection: boolean,
) => {
  const { body } = await send(revised, { dataset }, 'text/event-stream', signal)
  if (isReconnection) onRevision()
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (text + value).split('\n\n')
    text = events.pop()!
    if (events.some((event) => event.startsWith('event: next\n'))) onRevision()
  }
}

/**
 * Calls back when a dataset has changed, and after a lost connection: it may have changed meanwhile. Another token makes
 * another `session`.
 */
export const useRevisions = (dataset: string | undefined, session: number, onRevision: () => void): void => {
  useEffect(() => {
    if (dataset === undefined) return
    const controller = new AbortController()
    let retry: number | undefined
    const connect = async (isReconnection: boolean) => {
      await follow(dataset, onRevision, controller.signal, isReconnection).catch(() => {})
      if (!controller.signal.aborted) retry = window.setTimeout(connect, RETRY_MS, true)
    }
    void connect(false)
    return () => {
      controller.abort()
      clearTimeout(retry)
    }
  }, [dataset, session])
}
