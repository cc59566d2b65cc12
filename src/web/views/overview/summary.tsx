import { findings as document, type FindingsQuery } from '../../generated/documents.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Section } from '../../parts/section.tsx'
import { type PageState, usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { commandIn } from './command-in.ts'
import { ALIGNMENT, RULERS, WEAK_SLICES } from './section-ids.ts'

type Finding = NonNullable<NonNullable<FindingsQuery['dataset']>['audit']['findings']>[number]

/** Of findings whose numbers are on the same view: in which part of it. */
const SECTIONS: Partial<Record<Finding['kind'], string>> = {
  ALIGNMENT,
  WEAK_SLICE: WEAK_SLICES,
  PREFERRED: RULERS,
}

/** Where the numbers of a finding are. */
const evidenceOf = ({ kind, feature }: Finding, { href, dataset }: PageState): string => {
  const section = SECTIONS[kind]
  if (section) return `#${section}`
  const source = dataset.features.find(({ name }) => name === feature?.name)?.source
  const features = source === 'LABELER' ? 'labels' : 'measures'
  return href({ view: 'terms', regression: 'choices', features, feature: feature?.name ?? null })
}

/** What to do where nobody has labeled anything. */
const Unlabeled = ({ sentence }: { sentence: string }) => {
  const parts = commandIn(sentence)
  if (!parts) return <p class="about">{sentence}</p>
  return (
    <p class="about unlabeled">
      {parts.before}
      <code>{parts.command}</code> <CopyButton text={parts.command} />
      {parts.after}
    </p>
  )
}

const Waiting = () => (
  <div class="waiting findings" role="status" aria-label="Looking for what stands out">
    <span />
    <span />
    <span />
  </div>
)

/** What the data show, in sentences that lead to their numbers. */
export const Summary = () => {
  const page = usePage()
  return (
    <Section
      title="In short"
      document={document}
      variables={auditVariables(page.place)}
      waiting={<Waiting />}
    >
      {({ audit }) => {
        const all = audit.findings ?? []
        const shown = all.filter(({ kind }) => kind !== 'UNLABELED')
        return (
          <>
            {shown.length === 0 && <p>Nothing stands out in these pairs.</p>}
            <ul class="findings">
              {shown.map((finding) => (
                <li key={finding.sentence}>
                  <a href={evidenceOf(finding, page)}>{finding.sentence}</a>
                </li>
              ))}
            </ul>
            {all
              .filter(({ kind }) => kind === 'UNLABELED')
              .map(({ sentence }) => (
                <Unlabeled key={sentence} sentence={sentence} />
              ))}
          </>
        )
      }}
    </Section>
  )
}
