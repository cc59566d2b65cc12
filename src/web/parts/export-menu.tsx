import { useRef, useState } from 'preact/hooks'
import { download, type ServerFile, save } from '../client/files.ts'
import type { Document } from '../generated/documents.ts'
import { usePage } from '../state/page-context.ts'
import { ErrorBox } from './error-box.tsx'
import { QueryDialog } from './query-dialog.tsx'

type Exported<Data, Variables> = {
  title: string
  document: Document<Data, Variables>
  variables: Variables
  /** The answer that is shown, if there is one. */
  data: unknown
  files: readonly ServerFile[]
}

/** What is shown by a section to take along: as files of the server, as JSON, as the query for it. */
export const ExportMenu = <Data, Variables>({
  title,
  document,
  variables,
  data,
  files,
}: Exported<Data, Variables>) => {
  const { place } = usePage()
  const menu = useRef<HTMLDetailsElement>(null)
  const dialog = useRef<HTMLDialogElement>(null)
  const [error, setError] = useState<string | null>(null)
  const saveAnswer = () => {
    const json = new Blob([JSON.stringify({ data }, null, 2)], { type: 'application/json' })
    save(`${place.dataset}-${document.name.toLowerCase()}.json`, json)
  }
  const items: { label: string; act(): unknown }[] = [
    ...files.map((file) => ({ label: file.label, act: () => download(file) })),
    ...(data ? [{ label: 'JSON', act: saveAnswer }] : []),
    { label: 'GraphQL query', act: () => dialog.current!.showModal() },
  ]
  const close = () => {
    menu.current!.open = false
  }
  const run = async (act: () => unknown) => {
    close()
    setError(null)
    try {
      await act()
    } catch (error) {
      setError((error as Error).message)
    }
  }
  return (
    <>
      <details
        ref={menu}
        class="menu"
        onKeyDown={({ key }) => {
          if (key !== 'Escape' || !menu.current!.open) return
          close()
          menu.current!.querySelector('summary')!.focus()
        }}
        onFocusOut={({ relatedTarget }) => {
          if (!menu.current!.contains(relatedTarget as Node | null)) close()
        }}
      >
        <summary class="quiet" aria-label={`Export “${title}”`}>
          Export
        </summary>
        <ul>
          {items.map(({ label, act }) => (
            <li key={label}>
              <button type="button" onClick={() => run(act)}>
                {label}
              </button>
            </li>
          ))}
        </ul>
      </details>
      {error && <ErrorBox message={error} />}
      <QueryDialog title={title} query={document.text} variables={variables} dialog={dialog} />
    </>
  )
}
