import { count, degrees, interval, pValue, share } from './format.ts'
import { alignment } from './generated/documents.ts'
import { auditVariables, useHere } from './place.ts'
import { Section } from './section.tsx'
import { useAnswer } from './use-answer.ts'

type Spoken = { name: string; value: string; note: string | null }

const Headline = ({ name, value, note }: Spoken) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{value}</strong>
      <small>{note}</small>
    </dd>
  </div>
)

/** What there is to know at first sight. */
export const Alignment = () => {
  const { place, heard } = useHere()
  const variables = auditVariables(place)
  const answered = useAnswer(alignment, variables, heard)
  return (
    <Section title="Alignment" document={alignment} variables={variables} answered={answered}>
      {({ whole, audit }) => {
        const { pre, post, labeler, coverage, before, after, rewardShift, alignmentChange } = audit
        const sliced = place.where !== null
        return (
          <>
            <dl class="headline">
              <Headline
                name="Pairs"
                value={count(coverage?.pairs)}
                note={
                  sliced
                    ? `of ${count(whole.coverage?.pairs)}`
                    : `${count(coverage?.bothScored)} scored by both, ${count(coverage?.labeled)} labeled`
                }
              />
              <Headline
                name="Aligned before"
                value={share(before?.score)}
                note={before?.reason ?? interval(before?.confidenceInterval, share)}
              />
              <Headline
                name="Aligned after"
                value={share(after?.score)}
                note={after?.reason ?? interval(after?.confidenceInterval, share)}
              />
              <Headline
                name="Resistance"
                value={share(after?.resistance)}
                note={
                  sliced
                    ? `${share(whole.alignment?.resistance)} in the whole dataset`
                    : 'prefers what the human rejected'
                }
              />
              <Headline
                name="Mean reward shift"
                value={degrees(rewardShift?.mean)}
                note={
                  rewardShift?.reason ??
                  `median ${degrees(rewardShift?.median)}, p ${pValue(rewardShift?.tTest?.pValue)}`
                }
              />
            </dl>
            <p class="about">
              {pre?.name ?? 'No model'} before, {post?.name ?? 'no model'} after training, labels by{' '}
              {labeler?.name ?? 'nobody'}. Did training change how often the model is aligned? McNemar’s p{' '}
              {pValue(alignmentChange?.pValue)}.
            </p>
          </>
        )
      }}
    </Section>
  )
}
