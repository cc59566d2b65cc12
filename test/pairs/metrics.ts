import type { Arguments, Question } from '../../src/audit/questions.ts'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'

const options = DEFAULT_OPTIONS
const REWRITER = { rewriter: 0 }
const OF_POST = { stage: 'POST', bins: 7 } as const

/** What every metric is asked once: what it is made of is compared term by term and verb by verb. */
export const ONCE: { [Q in Question]: Arguments<Q> } = {
  page: {
    order: { by: 'REWARD_SHIFT', direction: 'DESC' },
    limit: 5,
    backwards: false,
    after: null,
    before: null,
  },
  pairs: {},
  measureMeans: {},
  attributeValues: { attribute: 'source' },
  attributeSummary: { attribute: 'score', of: 'ENTRY' },
  pairTable: { start: 0, limit: 100 },
  coverage: {},
  alignment: { stage: 'POST' },
  regimes: {},
  preferences: {},
  alignmentChange: {},
  rewardShift: { regime: ['STAYED_ALIGNED', 'BECAME_ALIGNED'], preference: ['CHOSEN', 'INDIFFERENT'] },
  rewardShiftHistogram: { bins: 7 },
  imprints: { stage: 'POST', effects: 'NONE', options },
  shiftImprints: { options },
  misalignment: { link: 'LOGIT', options },
  choices: { by: 'MODEL', stage: 'POST', options },
  amplification: { stage: 'POST', options },
  robustness: { ...REWRITER, link: 'IDENTITY', keepTargets: false, options },
  compareImprints: { stages: ['PRE', 'POST'], effects: 'PAIR', options },
  compareShiftImprints: { options },
  compareChoices: { by: ['LABELER', 'HUMAN'], stages: ['PRE', 'POST'], options },
  compareMisalignment: { link: 'IDENTITY', options },
  prevalence: {},
  rulers: { stage: 'POST' },
  topics: {},
  discriminations: {},
  labelerAgreement: { labeler: 1 },
  marginDistribution: { model: 1, bins: 7 },
  probabilityDistribution: { ...OF_POST, side: 'CHOSEN' },
  rewardHeatmap: OF_POST,
  probabilityHeatmap: OF_POST,
  quadrants: { stage: 'POST' },
  rewardDirections: OF_POST,
  breakdown: { by: 'TOPIC', first: 5 },
  slices: { by: { measure: 'length_words', scope: 'CHOSEN', bins: 4 }, first: 5 },
  rewritingPairs: REWRITER,
  rewritingAlignment: { ...REWRITER, stage: 'POST' },
  flips: REWRITER,
  similarity: { ...REWRITER, feature: 0, flip: 'GAINED' },
  rewritingShift: { ...REWRITER, stage: 'POST' },
  rewritingShiftHistogram: { ...REWRITER, ...OF_POST },
  similarityByShift: { ...REWRITER, bins: 7 },
}
