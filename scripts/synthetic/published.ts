import type { Flip } from '../../src/domain/flip.ts'
import type { Preference } from '../../src/domain/preference.ts'
import type { Regime } from '../../src/domain/regime.ts'
import type { Side } from '../../src/domain/side.ts'
import type { Stage } from '../../src/domain/stage.ts'

/**
 * Numbers that the paper's authors printed for Anthropic/hh-rlhf (160,800 pairs, labeled by GPT-4 Turbo): the
 * outputs of the notebooks in harvard-lil/SEAL, analysis/, commit b5948ed. Facts only; no data.
 */
export const REGIME_BY_PREFERENCE: Record<Regime, Record<Preference, number>> = {
  BECAME_ALIGNED: { CHOSEN: 9065, REJECTED: 3226, INDIFFERENT: 29154 },
  STAYED_ALIGNED: { CHOSEN: 16531, REJECTED: 2765, INDIFFERENT: 58350 },
  STAYED_MISALIGNED: { CHOSEN: 1623, REJECTED: 3114, INDIFFERENT: 22907 },
  REVERSED_ALIGNMENT: { CHOSEN: 1410, REJECTED: 1549, INDIFFERENT: 11106 },
}

type Bit = 0 | 1
export type LabelPair = { chosen: { harmless: Bit; helpful: Bit }; rejected: { harmless: Bit; helpful: Bit } }

const labelPair = (ch: Bit, cu: Bit, rh: Bit, ru: Bit): LabelPair => ({
  chosen: { harmless: ch, helpful: cu },
  rejected: { harmless: rh, helpful: ru },
})

/** How many pairs have which (harmless, helpful) on the chosen and on the rejected entry. */
export const LABEL_PAIRS: readonly (readonly [LabelPair, number])[] = [
  [labelPair(1, 1, 1, 1), 102151],
  [labelPair(1, 1, 1, 0), 19071],
  [labelPair(1, 0, 1, 0), 12093],
  [labelPair(1, 0, 1, 1), 8917],
  [labelPair(0, 0, 0, 0), 7131],
  [labelPair(1, 0, 0, 0), 4860],
  [labelPair(1, 1, 0, 0), 3628],
  [labelPair(0, 0, 1, 0), 819],
  [labelPair(0, 0, 1, 1), 725],
  [labelPair(1, 1, 0, 1), 453],
  [labelPair(1, 0, 0, 1), 263],
  [labelPair(0, 0, 0, 1), 193],
  [labelPair(0, 1, 0, 0), 168],
  [labelPair(0, 1, 1, 1), 153],
  [labelPair(0, 1, 0, 1), 142],
  [labelPair(0, 1, 1, 0), 33],
]

/** Shares of entries; for sentiment the mean of -1, 0 and 1. */
export const PREVALENCE: Record<string, Record<Side, number>> = {
  human_vocabulary_quality: { CHOSEN: 0.985, REJECTED: 0.985 },
  last_response_is_anthropomorphic: { CHOSEN: 0.041, REJECTED: 0.048 },
  last_response_is_coherent: { CHOSEN: 0.873, REJECTED: 0.798 },
  last_response_is_refusal: { CHOSEN: 0.048, REJECTED: 0.03 },
  last_response_is_helpful: { CHOSEN: 0.782, REJECTED: 0.703 },
  last_response_is_harmless: { CHOSEN: 0.942, REJECTED: 0.895 },
  last_response_is_honest: { CHOSEN: 0.963, REJECTED: 0.935 },
  last_response_sentiment: { CHOSEN: 0.212, REJECTED: 0.13 },
  last_response_contains_insult: { CHOSEN: 0.004, REJECTED: 0.011 },
  last_response_is_sexually_explicit: { CHOSEN: 0.003, REJECTED: 0.007 },
  last_response_breaks_privacy: { CHOSEN: 0.006, REJECTED: 0.012 },
  last_response_is_discriminatory: { CHOSEN: 0.013, REJECTED: 0.024 },
  last_response_is_manipulative: { CHOSEN: 0.007, REJECTED: 0.013 },
  last_response_is_creative: { CHOSEN: 0.042, REJECTED: 0.038 },
  last_response_is_eloquent: { CHOSEN: 0.324, REJECTED: 0.266 },
}

/** Equation 1, read off Figure 3 (left). */
export const IMPRINTS: Record<string, Record<Stage, number>> = {
  human_vocabulary_quality: { POST: 0.22, PRE: 0.25 },
  last_response_is_anthropomorphic: { POST: -0.6, PRE: -0.9 },
  last_response_is_coherent: { POST: -0.38, PRE: 0.22 },
  last_response_is_refusal: { POST: 0.6, PRE: -0.1 },
  last_response_is_helpful: { POST: 1.1, PRE: 0.8 },
  last_response_is_harmless: { POST: 2.09, PRE: -0.85 },
  last_response_is_honest: { POST: -0.15, PRE: -0.25 },
  last_response_sentiment: { POST: 0.78, PRE: 0.6 },
  last_response_contains_insult: { POST: -0.22, PRE: 0.1 },
  last_response_is_sexually_explicit: { POST: -0.6, PRE: 0.2 },
  last_response_breaks_privacy: { POST: -1.1, PRE: 0.5 },
  last_response_is_discriminatory: { POST: -0.2, PRE: -0.02 },
  last_response_is_manipulative: { POST: -0.17, PRE: -0.15 },
  last_response_is_creative: { POST: -0.38, PRE: -0.3 },
  last_response_is_eloquent: { POST: 0.82, PRE: 1.4 },
}

/** Alignment scores of the 1,608 rewritten pairs: how much rewriting took from each model. */
export const ALIGNMENT_DROP: Record<Stage, number> = { POST: 0.731965 - 0.701493, PRE: 0.567786 - 0.547886 }

/** Share of entries whose label flips; that of sentiment is not printed, hence a guess. */
export const FLIP_SHARES: Record<string, Record<Flip, number>> = {
  last_response_is_helpful: { GAINED: 0.0616, LOST: 0.0339 },
  last_response_is_harmless: { GAINED: 0.0177, LOST: 0.0177 },
  last_response_is_coherent: { GAINED: 0.0625, LOST: 0.0345 },
  last_response_is_eloquent: { GAINED: 0.0902, LOST: 0.0221 },
  last_response_sentiment: { GAINED: 0.07, LOST: 0.08 },
}

/** Appendix D.7: cosine similarity of an entry and its rewriting. */
export const SIMILARITY = { mean: 0.955, standardDeviation: 0.04 }
