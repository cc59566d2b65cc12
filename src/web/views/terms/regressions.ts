import {
  type Document,
  type FigureName,
  type ImprintsTermsFragment,
  imprints,
  marginChangeImprints,
  misalignment,
  type RegressionOptions,
  robustness,
  shiftImprints,
} from '../../generated/documents.ts'
import type { Need } from '../../parts/missing-commands.ts'
import type { AuditVariables } from '../../state/place.ts'

export type Regression = ImprintsTermsFragment
export type Term = Regression['terms'][number]

/** What the answers to all of them have in common: robustness is of a rewriting, the others of the audit. */
export type RegressionData = {
  dataset: {
    audit: {
      before?: Regression | null
      after?: Regression | null
      rewriting?: { after: Regression | null } | null
    }
  } | null
}

export type RegressionVariables = AuditVariables & { options: RegressionOptions | null }

type Shown = {
  title: string
  document: Document<RegressionData, RegressionVariables>
  /** Its figure, which its table is named like. */
  figure: FigureName
  unit: string
  /** What it needs; a regression about a single model needs one of both. */
  needs: readonly Need[]
  /** Of its estimates. */
  heading: string
  about: string
}

/** The paper's regressions: their titles, queries and the units of their estimates. */
export const REGRESSIONS = {
  imprints: {
    title: 'How much reward does it earn?',
    document: imprints,
    figure: 'IMPRINTS',
    unit: 'points of reward',
    heading: 'Reward earned',
    needs: [],
    about:
      'How much reward a feature earns, between the two responses of a pair. Right of zero it is rewarded, left of it punished. In standard deviations, of a model’s rewards and of features that are numbers, models can be compared; points depend on the scale of its rewards.',
  },
  shifts: {
    title: 'What turned rewards?',
    document: shiftImprints,
    figure: 'SHIFT_IMPRINTS',
    unit: 'degrees',
    heading: 'Degrees turned',
    needs: ['PRE', 'POST'],
    about:
      'A pair’s two rewards are a point in a plane, and training turned it by an angle: so many degrees of it go with a feature of the chosen (c) or rejected (r) response. Where both rewards are negative, right of zero is toward people. It depends on where a reward’s zero lies.',
  },
  margins: {
    title: 'What moved margins?',
    document: marginChangeImprints,
    figure: 'MARGIN_CHANGE_IMPRINTS',
    unit: 'points of reward',
    heading: 'Margin moved',
    needs: ['PRE', 'POST'],
    about:
      'By how many points training raised the margin, chosen minus rejected reward, where the chosen (c) or rejected (r) response has a feature. Right of zero it moved the model toward people. Where a reward’s zero lies does not matter; its scale does.',
  },
  misalignment: {
    title: 'What goes with defying people?',
    document: misalignment,
    figure: 'MISALIGNMENT',
    unit: 'log-odds',
    heading: 'Log-odds of misalignment',
    needs: ['POST'],
    about:
      'Log-odds that the model after training prefers the rejected response. Right of zero: with this feature of the chosen (c) or rejected (r) response, the model defies people more often.',
  },
  robustness: {
    title: 'What does rewording break?',
    document: robustness,
    figure: 'ROBUSTNESS',
    unit: 'log-odds',
    heading: 'Log-odds of breaking',
    needs: ['POST'],
    about:
      'Log-odds that mild rewording made the model side against people, by the features that a response gained or lost on the way.',
  },
} satisfies Record<string, Shown>

export type RegressionName = keyof typeof REGRESSIONS
