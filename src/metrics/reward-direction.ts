import type { Stage } from '../domain/stage.ts'
import { angleBetween } from '../frame/reward-shift.ts'
import type { Slice } from '../frame/slice.ts'
import { preferenceIndex, regimeIndex } from '../frame/view.ts'
import type { Histogram } from '../stats/histogram.ts'
import { angleHistogram, type ShiftSelection } from './reward-shift.ts'

/** Section D.3: angles of the reward vectors from (−1, −1), in degrees. */
export const rewardDirections = (
  { view, rows }: Slice,
  stage: Stage,
  { regime, preference }: ShiftSelection,
  bins: number,
): Histogram => {
  const rewards = view.rewards(stage)
  const regimes = regime && new Set(regime.map(regimeIndex))
  const preferences = preference && new Set(preference.map(preferenceIndex))
  const degrees = new Float64Array(rewards ? rows.length : 0)
  let count = 0
  if (rewards) {
    for (const row of rows) {
      if (regimes && !regimes.has(view.regime[row])) continue
      if (preferences && !preferences.has(view.preference[row])) continue
      const angle = angleBetween(-1, -1, rewards.CHOSEN[row], rewards.REJECTED[row])
      if (!Number.isNaN(angle)) degrees[count++] = angle
    }
  }
  return angleHistogram(degrees.subarray(0, count), bins)
}
