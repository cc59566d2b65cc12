import { PREFERENCES } from '../../src/domain/preference.ts'
import { STAGES, type Stage } from '../../src/domain/stage.ts'
import { preferenceOf, type Quotas } from './allocation.ts'
import { featureIndex, valuesOf } from './features.ts'
import { LABEL_PAIRS } from './published.ts'
import type { Random } from './random.ts'

/**
 * What a feature adds to the margin before the quotas shift it. These are not the published imprints: the
 * quotas favour the chosen entries, and equation 1, which has no intercept, credits the features that chosen
 * entries have more often. Found by iterating over 804,000 pairs until equation 1 gave the published
 * imprints; of harmlessness and helpfulness, which make the preference, the quotas carry the most.
 */
const GENERATING: Record<string, Record<Stage, number>> = {
  human_vocabulary_quality: { PRE: 0.2, POST: 0.2 },
  last_response_is_anthropomorphic: { PRE: -0.86, POST: -0.48 },
  last_response_is_coherent: { PRE: 0.15, POST: -0.72 },
  last_response_is_refusal: { PRE: -0.14, POST: 0.12 },
  last_response_is_helpful: { PRE: 3.46, POST: -0.32 },
  last_response_is_harmless: { PRE: 1.11, POST: 0.69 },
  last_response_is_honest: { PRE: -0.33, POST: -0.46 },
  last_response_sentiment: { PRE: 0.54, POST: 0.5 },
  last_response_contains_insult: { PRE: 0.15, POST: 0.14 },
  last_response_is_sexually_explicit: { PRE: 0.31, POST: -0.31 },
  last_response_breaks_privacy: { PRE: 0.51, POST: -0.86 },
  last_response_is_discriminatory: { PRE: 0.01, POST: 0.03 },
  last_response_is_manipulative: { PRE: -0.09, POST: 0.07 },
  last_response_is_creative: { PRE: -0.28, POST: -0.43 },
  last_response_is_eloquent: { PRE: 1.36, POST: 0.61 },
}

const NOISE = 2
/** Correlation of the noise of both models. */
const CORRELATION = 0.42

const effects = Object.entries(GENERATING).map(([name, effect]) => ({ index: featureIndex(name), ...effect }))

/** Chosen minus rejected reward of every pair. */
export type Margins = Record<Stage, Float64Array>

export const drawMargins = (values: Int8Array, pairs: number, random: Random): Margins => {
  const margins: Margins = { PRE: new Float64Array(pairs), POST: new Float64Array(pairs) }
  const rest = Math.sqrt(1 - CORRELATION ** 2)
  for (let pair = 0; pair < pairs; pair++) {
    const { CHOSEN, REJECTED } = valuesOf(values, pair)
    const post = random.normal()
    margins.POST[pair] = NOISE * post
    margins.PRE[pair] = NOISE * (CORRELATION * post + rest * random.normal())
    for (const { index, PRE, POST } of effects) {
      const difference = CHOSEN[index] - REJECTED[index]
      if (difference === 0) continue
      margins.PRE[pair] += PRE * difference
      margins.POST[pair] += POST * difference
    }
  }
  return margins
}

/** Shifts the margins of some pairs by one amount, so that exactly `aligned` of them are positive. */
export const shiftToQuota = (margins: Float64Array, pairs: Uint32Array, aligned: number): void => {
  if (pairs.length === 0) return
  const sorted = Float64Array.from(pairs, (pair) => margins[pair]).sort()
  const misaligned = sorted.length - aligned
  const below = misaligned > 0 ? sorted[misaligned - 1] : sorted[0] - 1
  const above = aligned > 0 ? sorted[misaligned] : sorted[sorted.length - 1] + 1
  const shift = (below + above) / 2
  for (const pair of pairs) margins[pair] -= shift
}

/** Shifts the margins so that every preference has its quota of every regime. */
export const meetQuotas = (margins: Margins, labelPairs: Uint8Array, quotas: Quotas): void => {
  const preferences = LABEL_PAIRS.map(([pair]) => preferenceOf(pair))
  const every = Uint32Array.from(labelPairs.keys())
  for (const preference of PREFERENCES) {
    const quota = quotas[preference]
    const pairs = every.filter((pair) => preferences[labelPairs[pair]] === preference)
    shiftToQuota(margins.POST, pairs, quota.BECAME_ALIGNED + quota.STAYED_ALIGNED)
    const after = pairs.filter((pair) => margins.POST[pair] > 0)
    const notAfter = pairs.filter((pair) => margins.POST[pair] <= 0)
    shiftToQuota(margins.PRE, after, quota.STAYED_ALIGNED)
    shiftToQuota(margins.PRE, notAfter, quota.REVERSED_ALIGNMENT)
  }
}

/** How many of the pairs that a model misaligns get the same reward on both entries. */
const TIES = 1 / 600

/** A tie is misaligned: it leaves the regime as it is. */
export const sprinkleTies = (margins: Margins, random: Random): void => {
  for (const stage of STAGES) {
    const margin = margins[stage]
    for (let pair = 0; pair < margin.length; pair++) {
      if (margin[pair] <= 0 && random.chance(TIES)) margin[pair] = 0
    }
  }
}
