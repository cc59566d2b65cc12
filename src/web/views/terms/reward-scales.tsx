import type { Scale } from '../../generated/documents.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { usePage } from '../../state/page-context.ts'

const TITLES: Record<Scale, string> = { STANDARDIZED: 'Per standard deviation', RAW: 'Points of reward' }

/** What estimates of rewards are in. */
export const REWARD_UNITS: Record<Scale, string> = {
  STANDARDIZED: 'standard deviations of reward',
  RAW: 'points of reward',
}

/** In which units rewards are: in their standard deviations, models can be compared. */
export const RewardScaleTabs = () => {
  const { place, href } = usePage()
  return (
    <Tabs
      label="Units of reward"
      titles={TITLES}
      current={place.scale}
      href={(scale) => href({ scale: scale as Scale })}
    />
  )
}
