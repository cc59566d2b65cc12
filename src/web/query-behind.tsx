import { useRef, useState } from 'preact/hooks'

type Behind = { title: string; document: { text: string }; variables: unknown }

const given = (variables: unknown): unknown =>
  Object.fromEntries(Object.entries(variables as object).filter(([, value]) => value !== null))

/** A button that shows the GraphQL behind what is shown, to copy or to go on with in GraphiQL. */
export const QueryBehind = ({ title, document: { text: query }, variables }: Behind) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [copied, setCopied] = useState(false)
  const json = JSON.stringify(given(variables), null, 2)
  const graphiql = `/graphql?${new URLSearchParams({ query, variables: json })}`
  const copy = async () => {
    await navigator.clipboard.writeText(`${query}\n# variables\n${json.replace(/^/gm, '# ')}\n`)
    setCopied(true)
  }
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label={`GraphQL behind “${title}”`}
        onClick={() => {
          setCopied(false)
          dialog.current!.showModal()
        }}
      >
        GraphQL
      </button>
      <dialog ref={dialog} aria-label={`GraphQL behind “${title}”`}>
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
          {/* Browsers have it on this machine and over HTTPS alone. */}
          {'clipboard' in navigator && (
            <button type="button" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </button>
          )}
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  )
}
