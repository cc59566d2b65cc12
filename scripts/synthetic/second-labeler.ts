import type { Side } from '../../src/domain/side.ts'
import { FEATURES } from './features.ts'
import { drawDiscriminations, drawTopics, type Label } from './labels.ts'
import { PREVALENCE } from './published.ts'
import type { Random } from './random.ts'

/**
 * How often the second labeler sees what the first saw; otherwise it guesses at the usual rate, so that this
 * is about the kappa. Appendix D.5: large on harmlessness and coherence, less on helpfulness, next to none on
 * sentiment and eloquence.
 */
const KAPPAS: Record<string, number> = {
  last_response_is_harmless: 0.85,
  last_response_is_coherent: 0.75,
  last_response_is_helpful: 0.6,
  last_response_is_eloquent: 0.05,
  last_response_sentiment: 0.08,
}
const USUAL_KAPPA = 0.5
const USUAL_RATE: Record<string, number> = {
  assistant_is_anthropomorphic: 0.063,
  assistant_is_coherent: 0.88,
  last_response_sentiment: 0.24,
}

const habits = FEATURES.map((name) => {
  const { CHOSEN, REJECTED } = PREVALENCE[name] ?? { CHOSEN: 0, REJECTED: 0 }
  return {
    kappa: KAPPAS[name] ?? USUAL_KAPPA,
    rate: USUAL_RATE[name] ?? (CHOSEN + REJECTED) / 2,
    negative: name === 'last_response_sentiment' ? 0.07 : 0,
  }
})

const relabel = ({ values, topics }: Label, random: Random): Label => {
  const seen = values.map((value, index) => {
    const { kappa, rate, negative } = habits[index]
    if (random.chance(kappa)) return value
    const guess = random.uniform()
    if (guess < rate) return 1
    return guess >= 1 - negative ? -1 : 0
  })
  return {
    values: seen,
    topics: random.chance(0.7) ? topics : drawTopics(topics[0], random),
    discriminations: drawDiscriminations(seen, random),
  }
}

export const drawSecondLabels = (labels: Record<Side, Label>, random: Random): Record<Side, Label> => ({
  CHOSEN: relabel(labels.CHOSEN, random),
  REJECTED: relabel(labels.REJECTED, random),
})
