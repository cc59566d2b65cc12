import { usePage } from '../../state/page-context.ts'
import { Alignment } from './alignment.tsx'
import { Breakdown } from './breakdown.tsx'
import { Preferences } from './preferences.tsx'
import { Quadrants } from './quadrants.tsx'
import { Regimes } from './regimes.tsx'

/** What there are models and labels for; the first part says what is missing. */
export const Overview = () => {
  const { pre, post, labeler } = usePage().place
  const isScored = pre !== null || post !== null
  return (
    <>
      <Alignment />
      {pre !== null && post !== null && <Regimes />}
      {labeler !== null && <Preferences />}
      {isScored && <Quadrants />}
      {isScored && <Breakdown />}
    </>
  )
}
