import { count, degrees, interval, pValue, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { type AlignmentQuery, alignment } from '../../generated/documents.ts'
import { Section } from '../../parts/section.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { MissingData } from './missing-data.tsx'

type Data = NonNullable<AlignmentQuery['dataset']>
type Score = Data['audit']['before']

const Headline = ({ name, value, note }: { name: string; value: string; note: string | null }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{value}</strong>
      <small>{note}</small>
    </dd>
  </div>
)

/** Below an alignment score: its interval, and on how many pairs it rests if not on all; or why there is none. */
const scoreNote = (score: Score, pairs: number | undefined): string | null => {
  if (!score || score.reason) return score?.reason ? withoutAdvice(score.reason) : null
  const bounds = interval(score.confidenceInterval, share)
  return score.pairs === pairs ? bounds : `${bounds}, of ${count(score.pairs)} pairs`
}

/** How many of the pairs are scored and labeled. */
const coverageNote = ({ pre, post, labeler, coverage }: Data['audit']): string => {
  const scored =
    pre && post
      ? `${count(coverage?.bothScored)} scored by both`
      : pre || post
        ? `${count(pre ? coverage?.preScored : coverage?.postScored)} scored`
        : 'not scored'
  return `${scored}, ${labeler ? `${count(coverage?.labeled)} labeled` : 'not labeled'}`
}

const resistanceNote = ({ after }: Data['audit'], whole: Data['whole'] | null): string => {
  if (after?.reason) return withoutAdvice(after.reason)
  return whole
    ? `${share(whole.alignment?.resistance)} in the whole dataset`
    : 'prefers what the human rejected'
}

const shiftNote = ({ rewardShift }: Data['audit']): string => {
  if (rewardShift?.mean === null) return withoutAdvice(rewardShift.reason ?? '')
  return `median ${degrees(rewardShift?.median)}, ${rewardShift?.reason ?? `p ${pValue(rewardShift?.tTest?.pValue)}`}`
}

/** The numbers to look at first. */
export const Alignment = () => {
  const { place } = usePage()
  return (
    <Section title="Alignment" document={alignment} variables={auditVariables(place)}>
      {({ whole, audit }) => {
        const { pre, post, labeler, coverage, before, after, rewardShift, alignmentChange } = audit
        const isSlice = place.where !== null
        return (
          <>
            <MissingData
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
                note={isSlice ? `of ${count(whole.coverage?.pairs)}` : coverageNote(audit)}
              />
              <Headline
                name="Aligned before"
                value={share(before?.score)}
                note={scoreNote(before, coverage?.pairs)}
              />
              <Headline
                name="Aligned after"
                value={share(after?.score)}
                note={scoreNote(after, coverage?.pairs)}
              />
              <Headline
                name="Resistance"
                value={share(after?.resistance)}
                note={resistanceNote(audit, isSlice ? whole : null)}
              />
              <Headline name="Mean reward shift" value={degrees(rewardShift?.mean)} note={shiftNote(audit)} />
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
                    : `McNemar’s test: ${audit.alignmentChangeReason}`}
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
