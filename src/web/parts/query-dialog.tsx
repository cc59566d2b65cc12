import type { RefObject } from 'preact'
import { CopyButton } from './copy-button.tsx'

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
  const json = JSON.stringify(withoutNulls(variables), null, 2)
  const graphiql = `/graphql?${new URLSearchParams({ query, variables: json })}`
  return (
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
        <CopyButton text={`${query}\n# variables\n${json.replace(/^/gm, '# ')}\n`} />
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
