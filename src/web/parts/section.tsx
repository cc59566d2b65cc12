import type { ComponentChildren } from 'preact'
import type { ServerFile } from '../client/files.ts'
import { useQuery } from '../client/use-query.ts'
import type { Document } from '../generated/documents.ts'
import { usePage } from '../state/page-context.ts'
import { ErrorBox } from './error-box.tsx'
import { ExportMenu } from './export-menu.tsx'

/** Queries of sections are about the dataset, if there is an answer. */
type DatasetData = { dataset: object | null }

type Sectioned<Data extends DatasetData, Variables> = {
  title: string
  /** By which links on the page lead to it. */
  id?: string
  about?: ComponentChildren
  document: Document<Data, Variables>
  variables: Variables
  controls?: ComponentChildren
  /** What of it the server has as files. */
  files?: readonly ServerFile[]
  /** In place of the first answer. */
  waiting?: ComponentChildren
  children(dataset: NonNullable<Data['dataset']>, error: string | null): ComponentChildren
}

/** A part of the page that shows the answer to one query, what was wrong with it, and the query itself. */
export const Section = <Data extends DatasetData, Variables>({
  title,
  id,
  about,
  document,
  variables,
  controls,
  files = [],
  waiting = <p class="waiting">Loading…</p>,
  children,
}: Sectioned<Data, Variables>) => {
  const { refreshes } = usePage()
  const { data, error, loading } = useQuery(document, variables, refreshes)
  return (
    <section id={id} aria-label={title} aria-busy={loading}>
      <div class="section-head">
        <h2>{title}</h2>
        <ExportMenu {...{ title, document, variables, data, files }} />
      </div>
      {about && <p class="about">{about}</p>}
      {controls}
      {error && <ErrorBox message={error} />}
      {data?.dataset && children(data.dataset, error)}
      {!data && !error && waiting}
    </section>
  )
}
