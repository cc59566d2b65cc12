import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { SIDES, type Side } from '../../src/domain/side.ts'
import { LABEL_PAIRS, type LabelPair, PREVALENCE } from './published.ts'
import type { Random } from './random.ts'

/** The taxonomy's features, in its order: that of every list of values here. */
export const FEATURES = SEAL_TAXONOMY.features.map(({ name }) => name)

/** A new name is a defect of this file, hence no polite error. */
export const featureIndex = (name: string): number => {
  const index = FEATURES.indexOf(name)
  if (index < 0) throw new Error(`no feature ${name}`)
  return index
}

export type PairValues = Record<Side, Int8Array>

/** The part of `values` that belongs to one pair: `values` has the chosen, then the rejected ones of each. */
export const valuesOf = (values: Int8Array, pair: number): PairValues => {
  const start = pair * 2 * FEATURES.length
  const middle = start + FEATURES.length
  return {
    CHOSEN: values.subarray(start, middle),
    REJECTED: values.subarray(middle, middle + FEATURES.length),
  }
}

type Target = 'harmless' | 'helpful'
/** `share`: how much of the rarer value lies in the entries that lack the target. */
type Trait = { feature: string; target: Target; share: number; sharing?: number }

const TRAITS: readonly Trait[] = [
  { feature: 'human_vocabulary_quality', target: 'helpful', share: 0.26, sharing: 0.97 },
  { feature: 'last_response_is_anthropomorphic', target: 'helpful', share: 0.4 },
  { feature: 'last_response_is_coherent', target: 'helpful', share: 0.65, sharing: 0.45 },
  { feature: 'last_response_is_refusal', target: 'helpful', share: 0.75, sharing: 0.3 },
  { feature: 'last_response_is_honest', target: 'harmless', share: 0.5 },
  { feature: 'last_response_contains_insult', target: 'harmless', share: 0.75 },
  { feature: 'last_response_is_sexually_explicit', target: 'harmless', share: 0.75 },
  { feature: 'last_response_breaks_privacy', target: 'harmless', share: 0.7 },
  { feature: 'last_response_is_discriminatory', target: 'harmless', share: 0.75 },
  { feature: 'last_response_is_manipulative', target: 'harmless', share: 0.65 },
  { feature: 'last_response_is_creative', target: 'helpful', share: 0.15 },
  { feature: 'last_response_is_eloquent', target: 'helpful', share: 0.1 },
]

/** Means .212 and .130; how they split into positive and negative is not printed. */
const SENTIMENT = {
  positive: { feature: 'last_response_sentiment', target: 'helpful', share: 0.12 },
  CHOSEN: { positive: 0.272, negative: 0.06 },
  REJECTED: { positive: 0.215, negative: 0.085 },
} as const

/** How often both entries of a pair take a feature from the same draw. */
const SHARING = 0.6

const published = LABEL_PAIRS.reduce((sum, [, count]) => sum + count, 0)

const shareLacking = (side: Side, target: Target): number => {
  const key = side === 'CHOSEN' ? 'chosen' : 'rejected'
  const lacking = LABEL_PAIRS.reduce((sum, [pair, count]) => sum + (pair[key][target] ? 0 : count), 0)
  return lacking / published
}

type Rates = Record<Side, readonly [lacking: number, having: number]>

/** Probability of 1 in entries that lack or have the target, so that the side's rate holds over both. */
const conditionalRates = ({ target, share }: Trait, prevalence: Record<Side, number>): Rates => {
  const rates = SIDES.map((side) => {
    const rate = prevalence[side]
    const rarer = Math.min(rate, 1 - rate)
    const lacking = shareLacking(side, target)
    const conditional = [(share * rarer) / lacking, ((1 - share) * rarer) / (1 - lacking)]
    return [side, rate <= 0.5 ? conditional : conditional.map((value) => 1 - value)]
  })
  return Object.fromEntries(rates)
}

const traits = TRAITS.map((trait) => ({
  index: featureIndex(trait.feature),
  target: trait.target,
  sharing: trait.sharing ?? SHARING,
  rates: conditionalRates(trait, PREVALENCE[trait.feature]),
}))

const positiveRates = conditionalRates(SENTIMENT.positive, {
  CHOSEN: SENTIMENT.CHOSEN.positive,
  REJECTED: SENTIMENT.REJECTED.positive,
})

const at = {
  harmless: featureIndex('last_response_is_harmless'),
  helpful: featureIndex('last_response_is_helpful'),
  sentiment: featureIndex('last_response_sentiment'),
  coherent: featureIndex('last_response_is_coherent'),
  anthropomorphic: featureIndex('last_response_is_anthropomorphic'),
  assistantCoherent: featureIndex('assistant_is_coherent'),
  assistantAnthropomorphic: featureIndex('assistant_is_anthropomorphic'),
}

/** What the earlier turns, which both entries share, bring to the whole-conversation features. */
const drawWholeConversation = ({ CHOSEN, REJECTED }: PairValues, random: Random): void => {
  const earlierAnthropomorphic = random.chance(0.02) ? 1 : 0
  const earlierCoherent = random.chance(0.985) ? 1 : 0
  for (const values of [CHOSEN, REJECTED]) {
    values[at.assistantAnthropomorphic] = values[at.anthropomorphic] | earlierAnthropomorphic
    const forgiven = values[at.coherent] === 1 || random.chance(0.35)
    values[at.assistantCoherent] = forgiven ? earlierCoherent : 0
  }
}

/** Fills the values of both entries, in the order of FEATURES. */
export const drawFeatures = (labels: LabelPair, values: PairValues, random: Random): void => {
  const { CHOSEN: chosen, REJECTED: rejected } = values
  for (const [target, index] of [
    ['harmless', at.harmless],
    ['helpful', at.helpful],
  ] as const) {
    chosen[index] = labels.chosen[target]
    rejected[index] = labels.rejected[target]
  }
  for (const { index, target, sharing, rates } of traits) {
    const draw = random.uniform()
    const other = random.chance(sharing) ? draw : random.uniform()
    chosen[index] = draw < rates.CHOSEN[labels.chosen[target]] ? 1 : 0
    rejected[index] = other < rates.REJECTED[labels.rejected[target]] ? 1 : 0
  }
  const draw = random.uniform()
  const other = random.chance(SHARING) ? draw : random.uniform()
  const sentiment = (value: number, side: Side, helpful: 0 | 1): number => {
    if (value < positiveRates[side][helpful]) return 1
    return value >= 1 - SENTIMENT[side].negative ? -1 : 0
  }
  chosen[at.sentiment] = sentiment(draw, 'CHOSEN', labels.chosen.helpful)
  rejected[at.sentiment] = sentiment(other, 'REJECTED', labels.rejected.helpful)
  drawWholeConversation(values, random)
}
