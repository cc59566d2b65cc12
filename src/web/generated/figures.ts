// Written by `npm run page:types`.
import type { FigureName } from './documents.ts'

/** What the figures are called, in their order. */
export const FIGURE_TITLES: Record<FigureName, string> = {
  REWARD_DISTRIBUTION: "Rewards and shifts",
  SHIFTS_BY_REGIME: "Shifts by regime",
  CHOICES: "Who goes by what",
  IMPRINTS: "Imprints",
  RULERS: "Rulers",
  ADJUSTED: "Alignment without a feature",
  SHIFT_IMPRINTS: "Shift imprints",
  MARGIN_CHANGE_IMPRINTS: "Margin change imprints",
  MISALIGNMENT: "Misalignment",
  AGREEMENT: "Agreement",
  MARGINS: "Margins",
  MARGIN_CHANGES: "Changes of margin",
  CALIBRATION: "Calibration",
  PROBABILITIES: "Probabilities",
  REWARD_HEATMAP: "Rewards in the plane",
  REWARD_DIRECTIONS: "Reward directions",
  PREVALENCE: "Prevalence",
  TOPICS: "Topics",
  LABELER_AGREEMENT: "Labelers compared",
  ROBUSTNESS: "Robustness",
  FLIPS: "Flips",
  SIMILARITY_BY_SHIFT: "Similarity by shift",
}

/** On what of the rewards, which is arbitrary, their numbers depend. */
export const FIGURE_UNITS: Record<FigureName, ('zero' | 'scale')[]> = {
  REWARD_DISTRIBUTION: ["zero","scale"],
  SHIFTS_BY_REGIME: ["zero"],
  CHOICES: [],
  IMPRINTS: ["scale"],
  RULERS: [],
  ADJUSTED: [],
  SHIFT_IMPRINTS: ["zero"],
  MARGIN_CHANGE_IMPRINTS: ["scale"],
  MISALIGNMENT: [],
  AGREEMENT: [],
  MARGINS: ["scale"],
  MARGIN_CHANGES: ["scale"],
  CALIBRATION: ["scale"],
  PROBABILITIES: ["zero","scale"],
  REWARD_HEATMAP: ["zero","scale"],
  REWARD_DIRECTIONS: ["zero"],
  PREVALENCE: [],
  TOPICS: [],
  LABELER_AGREEMENT: [],
  ROBUSTNESS: [],
  FLIPS: [],
  SIMILARITY_BY_SHIFT: ["zero"],
}
