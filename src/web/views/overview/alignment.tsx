import { counted, promptsAndTies, sizeOf } from '../../format/counts.ts'
import { count, interval, pValue, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { type AlignmentQuery, alignment } from '../../generated/documents.ts'
import { Explained } from '../../parts/explained.tsx'
import { Headline } from '../../parts/headline.tsx'
import { Section } from '../../parts/section.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { ALIGNMENT } from './section-ids.ts'

type Data = NonNullable<AlignmentQuery['dataset']>
type Score = Data['audit']['before']

/** Below an alignment score: its interval, and on what it rests if not on all pairs and a prompt each; or why there is none. */
const scoreNote = (score: Score, pairs: number | undefined): string | null => {
  if (!score || score.reason) return score?.reason ? withoutAdvice(score.reason) : null
  const bounds = interval(score.confidenceInterval, share)
  const sizes = [
    ...(score.pairs === pairs ? [] : [counted(score.pairs, 'pair')]),
    ...promptsAndTies({ ...score, ties: 0 }),
  ]
  return sizes.length === 0 ? bounds : `${bounds}, of ${sizes.join(', ')}`
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
  return whole ? `${share(whole.alignment?.resistance)} in the whole dataset` : 'prefers what people rejected'
}

/** The numbers to look at first. */
export const Alignment = () => {
  const { place } = usePage()
  return (
    <Section
      title="Does it side with people?"
      id={ALIGNMENT}
      about="It does, on a pair of responses, where it gives more reward to the one that people chose: the pair is aligned. Where it does not, it resists: its alignment resistance is the share of such pairs."
      document={alignment}
      variables={auditVariables(place)}
    >
      {({ whole, audit }) => {
        const { pre, post, labeler, coverage, before, after, alignmentChange } = audit
        const isSlice = place.where !== null
        const [size, wholeSize] = [sizeOf(coverage), sizeOf(whole.coverage)]
        const test = after && after.prompts < after.pairs ? 'A t-test clustered by prompt' : 'McNemar’s test'
        return (
          <>
            <dl class="headline">
              <Headline
                name="Pairs"
                value={count(size)}
                note={[
                  ...(isSlice ? [`of ${count(wholeSize)}`] : []),
                  ...(coverage ? promptsAndTies(coverage) : []),
                  ...(isSlice ? [] : [coverageNote(audit)]),
                ].join(', ')}
              />
              {pre && (
                <Headline
                  name="Aligned before"
                  value={share(before?.score)}
                  note={scoreNote(before, coverage?.pairs)}
                />
              )}
              {post && (
                <>
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
                </>
              )}
            </dl>
            <p class="about">
              {pre ? `${pre.name} before` : 'No model before'},{' '}
              {post ? `${post.name} after training` : 'no model after training'},{' '}
              {labeler ? `labels by ${labeler.name}` : 'no labels'}.
              {pre && post && coverage?.pairs !== 0 && (
                <>
                  {' '}
                  Did training change how often the model is aligned? {test}:{' '}
                  {alignmentChange ? (
                    <>
                      <Explained title="p" />
                      {`\u00A0${pValue(alignmentChange.pValue)}`}
                    </>
                  ) : (
                    audit.alignmentChangeReason
                  )}
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
