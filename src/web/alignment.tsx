import { count, degrees, interval, pValue, share } from './format.ts'
import { alignment } from './generated/documents.ts'
import { Lacking } from './lacking.tsx'
import { withoutAdvice } from './missing.tsx'
import { auditVariables, useHere } from './place.ts'
import { Section } from './section.tsx'
import { useAnswer } from './use-answer.ts'

type Bounds = { lower: number; upper: number }
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

type Aligned = {
  score: number | null
  pairs: number
  reason: string | null
  confidenceInterval: Bounds | null
}

/** An alignment's interval, and of how many pairs it is where these are not all; or why there is none. */
const aligned = (of: Aligned | null, pairs: number | undefined): string | null => {
  if (!of || of.reason) return of?.reason ? withoutAdvice(of.reason) : null
  const within = interval(of.confidenceInterval, share)
  return of.pairs === pairs ? within : `${within}, of ${count(of.pairs)} pairs`
}

/** What there is to know at first sight. */
export const Alignment = () => {
  const { place, heard } = useHere()
  const variables = auditVariables(place)
  const answered = useAnswer(alignment, variables, heard)
  return (
    <Section title="Alignment" document={alignment} variables={variables} answered={answered}>
      {({ whole, audit }) => {
        const { pre, post, labeler, coverage, before, after, rewardShift, alignmentChange } = audit
        const { alignmentChangeReason } = audit
        const sliced = place.where !== null
        const scored =
          pre && post
            ? `${count(coverage?.bothScored)} scored by both`
            : pre || post
              ? `${count(pre ? coverage?.preScored : coverage?.postScored)} scored`
              : 'not scored'
        return (
          <>
            <Lacking
              pre={pre}
              post={post}
              labeler={labeler}
              pairs={coverage?.pairs}
              datasetPairs={whole.coverage?.pairs}
            />
            <dl class="headline">
              <Headline
                name="Pairs"
                value={count(coverage?.pairs)}
                note={
                  sliced
                    ? `of ${count(whole.coverage?.pairs)}`
                    : `${scored}, ${labeler ? `${count(coverage?.labeled)} labeled` : 'not labeled'}`
                }
              />
              <Headline
                name="Aligned before"
                value={share(before?.score)}
                note={aligned(before, coverage?.pairs)}
              />
              <Headline
                name="Aligned after"
                value={share(after?.score)}
                note={aligned(after, coverage?.pairs)}
              />
              <Headline
                name="Resistance"
                value={share(after?.resistance)}
                note={
                  after?.reason
                    ? withoutAdvice(after.reason)
                    : sliced
                      ? `${share(whole.alignment?.resistance)} in the whole dataset`
                      : 'prefers what the human rejected'
                }
              />
              <Headline
                name="Mean reward shift"
                value={degrees(rewardShift?.mean)}
                note={
                  rewardShift?.mean === null
                    ? withoutAdvice(rewardShift.reason ?? '')
                    : `median ${degrees(rewardShift?.median)}, ${rewardShift?.reason ?? `p ${pValue(rewardShift?.tTest?.pValue)}`}`
                }
              />
            </dl>
            <p class="about">
              {pre ? `${pre.name} before` : 'No model before'},{' '}
              {post ? `${post.name} after training` : 'no model after training'},{' '}
              {labeler ? `labels by ${labeler.name}` : 'no labels'}.
              {pre && post && coverage?.pairs !== 0 && (
                <>
                  {' '}
                  Did training change how often the model is aligned?{' '}
                  {alignmentChange
                    ? `McNemar’s p ${pValue(alignmentChange.pValue)}`
                    : `McNemar’s test: ${alignmentChangeReason}`}
                  .
                </>
              )}
            </p>
          </>
        )
      }}
    </Section>
  )
}
