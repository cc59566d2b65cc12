import { count, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { type QuadrantsQuery, quadrants, type Side, type Stage } from '../../generated/documents.ts'
import { DependsOn } from '../../parts/depends-on.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { SliceLink } from '../../parts/slice-link.tsx'
import { type Condition, POSITIVE } from '../../slice/conditions.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'

type Shares = NonNullable<NonNullable<QuadrantsQuery['dataset']>['audit']['before']>

/** In the plane of rewards: chosen to the right, rejected upward. */
const CELLS = [
  { share: 'rejectedOnlyPositive', title: 'only rejected positive', chosen: false, rejected: true },
  { share: 'bothPositive', title: 'both positive', chosen: true, rejected: true },
  { share: 'bothNegative', title: 'both negative', chosen: false, rejected: false },
  { share: 'chosenOnlyPositive', title: 'only chosen positive', chosen: true, rejected: false },
] as const

const signCondition = (stage: Stage, side: Side, positive: boolean): Condition => ({
  reward: positive ? { stage, side, gte: POSITIVE } : { stage, side, lte: 0 },
})

type Planed = { stage: Stage; shares: Shares; centred: Shares | null }

const Plane = ({ stage, shares, centred }: Planed) => (
  <figure class="plane">
    <figcaption>
      {stage === 'PRE' ? 'Before training' : 'After training'}
      {shares.reason === null && `, ${count(shares.pairs)} pairs`}
    </figcaption>
    {shares.reason ? (
      <EmptyReason reason={withoutAdvice(shares.reason)} />
    ) : (
      <ul>
        {CELLS.map(({ share: key, title, chosen, rejected }) => (
          <li key={key} style={{ '--share': shares[key] ?? 0 }}>
            <SliceLink
              conditions={[
                signCondition(stage, 'CHOSEN', chosen),
                signCondition(stage, 'REJECTED', rejected),
              ]}
            >
              <strong>{share(shares[key])}</strong>
              <span>{title}</span>
              <small>{share(centred?.[key])} centred</small>
            </SliceLink>
          </li>
        ))}
      </ul>
    )}
  </figure>
)

const jointReason = (pre: string, post: string): string =>
  [...new Set([pre, post])].map(withoutAdvice).join('; ')

/** Figure 9, in four cells. */
export const Quadrants = () => {
  const { place } = usePage()
  return (
    <Section
      title="How high are its rewards?"
      about={
        <>
          The chosen response’s reward grows to the right, the rejected one’s upward. Click a quadrant to see
          its pairs alone.
          <DependsOn units={['zero']} /> The centred shares, with the model’s mean reward as its zero, do not.
        </>
      }
      document={quadrants}
      variables={auditVariables(place)}
    >
      {({ audit: { before: pre, beforeCentred, after: post, afterCentred } }) =>
        pre?.reason && post?.reason ? (
          <EmptyReason reason={jointReason(pre.reason, post.reason)} />
        ) : (
          <div class="planes">
            {pre && place.pre !== null && <Plane stage="PRE" shares={pre} centred={beforeCentred} />}
            {post && place.post !== null && <Plane stage="POST" shares={post} centred={afterCentred} />}
          </div>
        )
      }
    </Section>
  )
}
