import { POSITIVE } from './describe.ts'
import { count, share } from './format.ts'
import { type QuadrantsQuery, quadrants, type Side, type Stage } from './generated/documents.ts'
import { Missing, withoutAdvice } from './missing.tsx'
import { auditVariables, useHere } from './place.ts'
import { Section } from './section.tsx'
import type { Condition } from './slice.ts'
import { SlicingLink } from './slicing-link.tsx'
import { useAnswer } from './use-answer.ts'

type Shares = NonNullable<NonNullable<QuadrantsQuery['dataset']>['audit']['before']>

/** In the plane of rewards: chosen to the right, rejected upward. */
const CELLS = [
  { share: 'rejectedOnlyPositive', title: 'only rejected positive', chosen: false, rejected: true },
  { share: 'bothPositive', title: 'both positive', chosen: true, rejected: true },
  { share: 'bothNegative', title: 'both negative', chosen: false, rejected: false },
  { share: 'chosenOnlyPositive', title: 'only chosen positive', chosen: true, rejected: false },
] as const

const sign = (stage: Stage, side: Side, positive: boolean): Condition => ({
  reward: positive ? { stage, side, gte: POSITIVE } : { stage, side, lte: 0 },
})

const Plane = ({ stage, shares }: { stage: Stage; shares: Shares }) => (
  <figure class="plane">
    <figcaption>
      {stage === 'PRE' ? 'Before training' : 'After training'}
      {shares.reason === null && `, ${count(shares.pairs)} pairs`}
    </figcaption>
    {shares.reason ? (
      <Missing why={withoutAdvice(shares.reason)} />
    ) : (
      <ul>
        {CELLS.map(({ share: key, title, chosen, rejected }) => (
          <li key={key} style={{ '--share': shares[key] ?? 0 }}>
            <SlicingLink conditions={[sign(stage, 'CHOSEN', chosen), sign(stage, 'REJECTED', rejected)]}>
              <strong>{share(shares[key])}</strong>
              <span>{title}</span>
            </SlicingLink>
          </li>
        ))}
      </ul>
    )}
  </figure>
)

const nothing = (before: string, after: string): string =>
  before === after ? withoutAdvice(before) : [before, after].map(withoutAdvice).join('; ')

/** Figure 9, in four cells. */
export const Quadrants = () => {
  const { place, heard } = useHere()
  const variables = auditVariables(place)
  const answered = useAnswer(quadrants, variables, heard)
  return (
    <Section
      title="Where the rewards lie"
      about="The chosen entry’s reward grows to the right, the rejected one’s upward. Click a quadrant to see its pairs alone."
      document={quadrants}
      variables={variables}
      answered={answered}
    >
      {({ audit: { before, after } }) =>
        before?.reason && after?.reason ? (
          <Missing why={nothing(before.reason, after.reason)} />
        ) : (
          <div class="planes">
            {before && <Plane stage="PRE" shares={before} />}
            {after && <Plane stage="POST" shares={after} />}
          </div>
        )
      }
    </Section>
  )
}
