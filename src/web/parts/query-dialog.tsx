import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'

type Shown = {
  title: string
  query: string
  variables: unknown
  dialog: RefObject<HTMLDialogElement | null>
}

const withoutNulls = (variables: unknown): unknown =>
  Object.fromEntries(Object.entries(variables as object).filter(([, value]) => value !== null))

/** A section's query, to copy or to open in GraphiQL. */
export const QueryDialog = ({ title, query, variables, dialog }: Shown) => {
  const [copied, setCopied] = useState(false)
  const json = JSON.stringify(withoutNulls(variables), null, 2)
  const graphiql = `/graphql?${new URLSearchParams({ query, variables: json })}`
  const copy = async () => {
    await navigator.clipboard.writeText(`${query}\n# variables\n${json.replace(/^/gm, '# ')}\n`)
    setCopied(true)
  }
  return (
    <dialog ref={dialog} onClose={() => setCopied(false)} aria-label={`GraphQL behind “${title}”`}>
      <h2>Query</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{query}</pre>
      <h2>Variables</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{json}</pre>
      <form method="dialog" class="row">
        <a class="button" href={graphiql}>
          Open in GraphiQL
        </a>
        {/* Browsers have it on localhost and over HTTPS alone. */}
        {'clipboard' in navigator && (
          <button type="button" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </button>
        )}
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
