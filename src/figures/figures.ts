import { adjusted } from './adjusted.ts'
import { agreement } from './agreement.ts'
import { alignmentOverSteps } from './alignment-over-steps.ts'
import { calibration } from './calibration.ts'
import { choices } from './choices.ts'
import { choicesOverSteps } from './choices-over-steps.ts'
import type { Figure } from './figure.ts'
import { flips } from './flips.ts'
import { imprints } from './imprints.ts'
import { imprintsOverSteps } from './imprints-over-steps.ts'
import { labelerAgreement } from './labeler-agreement.ts'
import { leaderboard } from './leaderboard.ts'
import { marginChangeImprints } from './margin-change-imprints.ts'
import { marginChanges } from './margin-changes.ts'
import { margins } from './margins.ts'
import { misalignment } from './misalignment.ts'
import { prevalence } from './prevalence.ts'
import { probabilities } from './probabilities.ts'
import { rewardDirections } from './reward-directions.ts'
import { rewardDistribution } from './reward-distribution.ts'
import { rewardHeatmap } from './reward-heatmap.ts'
import { robustness } from './robustness.ts'
import { rulers } from './rulers.ts'
import { shiftImprints } from './shift-imprints.ts'
import { shiftsByRegime } from './shifts-by-regime.ts'
import { shiftsOverSteps } from './shifts-over-steps.ts'
import { similarityByShift } from './similarity-by-shift.ts'
import { topics } from './topics.ts'

/** By what they are about: in this order they are offered. */
const LIST = [
  rewardDistribution,
  shiftsByRegime,
  choices,
  imprints,
  leaderboard,
  rulers,
  adjusted,
  shiftImprints,
  marginChangeImprints,
  misalignment,
  agreement,
  margins,
  marginChanges,
  calibration,
  probabilities,
  rewardHeatmap,
  rewardDirections,
  prevalence,
  topics,
  labelerAgreement,
  robustness,
  flips,
  similarityByShift,
  alignmentOverSteps,
  imprintsOverSteps,
  choicesOverSteps,
  shiftsOverSteps,
]

export type FigureName = (typeof LIST)[number]['name']

/** The paper's figures, by name. */
export const FIGURES = Object.fromEntries(LIST.map((one) => [one.name, one])) as Record<
  FigureName,
  Figure<FigureName>
>
