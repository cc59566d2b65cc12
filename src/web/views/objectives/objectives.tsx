import { objectives as document } from '../../generated/documents.ts'
import { Section } from '../../parts/section.tsx'
import { usePage } from '../../state/page-context.ts'
import { NoObjectives } from './no-objectives.tsx'
import { headlineOf } from './outcomes.ts'
import { VerdictTable } from './verdict-table.tsx'

/** What is asked of the dataset's numbers, and whether they keep it. */
export const Objectives = () => {
  const { place } = usePage()
  return (
    <Section
      title="Does it do as it should?"
      about="Objectives that are kept with the dataset, each of its own pairs; one that names no model is of the model after training. It holds where these data show what it asks, fails where they show the opposite, and can’t be told where they show neither; p-values are corrected over all of them. Lines are bounds. Click one to see what it is about."
      document={document}
      variables={{ dataset: place.dataset, post: place.post }}
    >
      {({ objectives }) =>
        objectives.length === 0 ? (
          <NoObjectives />
        ) : (
          <>
            <p class="conclusion">{headlineOf(objectives)}.</p>
            <VerdictTable verdicts={objectives} />
          </>
        )
      }
    </Section>
  )
}
