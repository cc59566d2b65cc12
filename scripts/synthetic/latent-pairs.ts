import { allocateLabelPairs, regimeQuotas } from './allocation.ts'
import { drawFeatures, FEATURES, valuesOf } from './features.ts'
import { drawMargins, type Margins, meetQuotas, sprinkleTies } from './margins.ts'
import { LABEL_PAIRS } from './published.ts'
import type { Random } from './random.ts'

/** What must be known of all pairs before the first one is written: about 50 bytes a pair. */
export type LatentPairs = {
  /** The chosen, then the rejected values of every pair, in the order of FEATURES. */
  values: Int8Array
  margins: Margins
}

/** Features and margins of all pairs, with the published regimes, preferences and rates. */
export const drawLatentPairs = (
  pairs: number,
  random: Record<'preferences' | 'features' | 'margins', Random>,
): LatentPairs => {
  const quotas = regimeQuotas(pairs)
  const labelPairs = allocateLabelPairs(quotas, random.preferences)
  const values = new Int8Array(pairs * 2 * FEATURES.length)
  for (let pair = 0; pair < pairs; pair++) {
    const [labels] = LABEL_PAIRS[labelPairs[pair]]
    drawFeatures(labels, valuesOf(values, pair), random.features)
  }
  const margins = drawMargins(values, pairs, random.margins)
  meetQuotas(margins, labelPairs, quotas)
  sprinkleTies(margins, random.margins)
  return { values, margins }
}
