import type { ComponentChildren } from 'preact'
import type { Document } from './generated/documents.ts'
import { Problem } from './problem.tsx'
import { QueryBehind } from './query-behind.tsx'
import type { Answered } from './use-answer.ts'

/** Answers are about the dataset, as far as there are any. */
type OfDataset = { dataset: object | null }

type Sectioned<Answer extends OfDataset> = {
  title: string
  about?: ComponentChildren
  document: Document<Answer, unknown>
  variables: unknown
  answered: Answered<Answer>
  controls?: ComponentChildren
  children(dataset: NonNullable<Answer['dataset']>): ComponentChildren
}

/** One question to the server: its answer, what kept it from answering, and the question itself. */
export const Section = <Answer extends OfDataset>({
  title,
  about,
  document,
  variables,
  answered: { answer, problem, waiting },
  controls,
  children,
}: Sectioned<Answer>) => (
  <section aria-label={title} aria-busy={waiting}>
    <div class="section-head">
      <h2>{title}</h2>
      <QueryBehind title={title} document={document} variables={variables} />
    </div>
    {about && <p class="about">{about}</p>}
    {controls}
    {problem && <Problem what={problem} />}
    {answer?.dataset && children(answer.dataset)}
    {!answer && !problem && <p class="waiting">Loading…</p>}
  </section>
)
