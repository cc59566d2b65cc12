import { Choices } from '../../choices/choices.tsx'
import { usePage } from '../../state/page-context.ts'
import { Alignment } from './alignment.tsx'
import { Breakdown } from './breakdown.tsx'
import { Calibration } from './calibration.tsx'
import { MarginChange } from './margin-change.tsx'
import { MissingData } from './missing-data.tsx'
import { Models } from './models.tsx'
import { Preferences } from './preferences.tsx'
import { Quadrants } from './quadrants.tsx'
import { Regimes } from './regimes.tsx'
import { Rulers } from './rulers.tsx'
import { Summary } from './summary.tsx'
import { WeakSlices } from './weak-slices.tsx'

/** Features on the first view; the others are a click away. */
const MOST = 8

/** The questions that anyone has of a reward model, as far as there are models and labels for them. */
export const Overview = () => {
  const { place, dataset } = usePage()
  const { pre, post, labeler } = place
  const isScored = pre !== null || post !== null
  return (
    <>
      <Summary />
      <MissingData />
      {isScored && <WeakSlices />}
      <Choices most={MOST} />
      <Rulers />
      {dataset.rewardModels.length > 1 && <Models />}
      <Alignment />
      {pre !== null && post !== null && <Regimes />}
      {pre !== null && post !== null && <MarginChange />}
      {isScored && <Calibration />}
      {labeler !== null && <Preferences />}
      {isScored && <Quadrants />}
      {isScored && <Breakdown />}
    </>
  )
}
