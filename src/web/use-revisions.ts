import { useEffect } from 'preact/hooks'
import { send } from './ask.ts'
import { revised } from './generated/documents.ts'

/** How long until a lost connection is tried again. */
const RETRY_MS = 3000

// An EventSource would be shorter, but can't show a token.
const follow = async (dataset: string, onRevised: () => void, signal: AbortSignal, lost: boolean) => {
  const { body } = await send(revised, { dataset }, 'text/event-stream', signal)
  if (lost) onRevised()
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (text + value).split('\n\n')
    text = events.pop()!
    if (events.some((event) => event.startsWith('event: next\n'))) onRevised()
  }
}

/**
 * Calls back when a dataset has changed, and when the connection was lost: it may have changed meanwhile.
 * `session` is another one when there is another token.
 */
export const useRevisions = (dataset: string | undefined, session: number, onRevised: () => void): void => {
  useEffect(() => {
    if (dataset === undefined) return
    const left = new AbortController()
    let retry: number | undefined
    const begin = async (lost: boolean) => {
      await follow(dataset, onRevised, left.signal, lost).catch(() => {})
      if (!left.signal.aborted) retry = window.setTimeout(begin, RETRY_MS, true)
    }
    void begin(false)
    return () => {
      left.abort()
      clearTimeout(retry)
    }
  }, [dataset, session])
}
