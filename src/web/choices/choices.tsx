import type { ComponentChildren } from 'preact'
import { figureFiles, type ServerFile, tableFile } from '../client/files.ts'
import { counted } from '../format/counts.ts'
import { withoutAdvice } from '../format/reasons.ts'
import { type ChoicesQueryVariables, choices as document } from '../generated/documents.ts'
import { EmptyReason } from '../parts/empty-reason.tsx'
import { Section } from '../parts/section.tsx'
import { defaultStage } from '../state/default-stage.ts'
import { usePage } from '../state/page-context.ts'
import { auditVariables, type Place } from '../state/place.ts'
import { leftOutNotes, warningNotes } from './choice-notes.ts'
import { CHOOSERS, type Chooser, choicesOf } from './choice-rows.ts'
import { ChoiceTable } from './choice-table.tsx'
import { FeatureSetTabs, featureSetOf } from './feature-set-tabs.tsx'
import { optionsOf } from './feature-sets.ts'

export const CHOICES_TITLE = 'What does it go by?'

const namesOf = ({ pre, post }: Place): Record<Chooser, string> => ({
  people: 'People',
  before: `${pre}, before training`,
  after: `${post}, after training`,
})

const WHO = {
  people: { name: 'people', by: 'HUMAN', stage: 'POST' },
  before: { name: 'the model before training', by: 'MODEL', stage: 'PRE' },
  after: { name: 'the model after training', by: 'MODEL', stage: 'POST' },
}

const filesOf = (variables: ChoicesQueryVariables, { pre, post }: Place): ServerFile[] => [
  ...CHOOSERS.filter((chooser) => ({ people: true, before: pre, after: post })[chooser])
    .map((chooser) => WHO[chooser])
    .map(({ name, by, stage }) => tableFile('choices', { ...variables, by, stage }, `CSV of ${name}`)),
  ...figureFiles('CHOICES', variables),
]

type Shown = {
  controls?: ComponentChildren
  /** So many features at most, and a link to the others. */
  most?: number
}

/** What decides the choices of people and of the models, feature by feature. */
export const Choices = ({ controls, most = Infinity }: Shown) => {
  const page = usePage()
  const { place, dataset, href } = page
  const set = featureSetOf(dataset, place)
  const variables: ChoicesQueryVariables = {
    ...auditVariables(place),
    stage: defaultStage(page),
    options: { ...optionsOf(dataset, set), scale: 'STANDARDIZED', correction: 'HOLM' },
  }
  return (
    <Section
      title={CHOICES_TITLE}
      about="Of two otherwise equal responses, how often the one that has a feature, or a standard deviation more of it, is preferred: by people, and by the models. Right of the middle, above 50%, it is favoured; left of it avoided. What the model makes more or less of than people do comes first."
      document={document}
      variables={variables}
      files={filesOf(variables, place)}
      controls={
        <>
          {controls}
          <FeatureSetTabs />
        </>
      }
    >
      {({ audit }) => {
        const { choosers, unknown, rows, leftOut } = choicesOf(audit)
        const [reason] = Object.values(unknown)
        if (rows.length === 0)
          return <EmptyReason reason={withoutAdvice(reason ?? 'there are no features')} />
        const hidden = rows.length - most
        const names = namesOf(place)
        return (
          <>
            <ChoiceTable rows={rows.slice(0, most)} choosers={choosers} names={names} />
            {hidden > 0 && (
              <p>
                <a href={href({ view: 'terms', regression: 'choices' })}>{counted(hidden, 'more feature')}</a>
              </p>
            )}
            {[...(hidden > 0 ? [] : leftOutNotes(leftOut)), ...warningNotes(audit, choosers, names)].map(
              (note) => (
                <p key={note} class="about">
                  {note}
                </p>
              ),
            )}
          </>
        )
      }}
    </Section>
  )
}
