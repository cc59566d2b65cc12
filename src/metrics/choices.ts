import { SIDES } from '../domain/side.ts'
import { type Index, marginOf, type NumberTerm, preferenceOf, signOf } from '../pairs/terms.ts'
import { type Need, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { pairEffects } from './pair-effects.ts'
import { regressed } from './regression.ts'
import type { Equation } from './regression-model.ts'
import type { RegressionOptions } from './regression-options.ts'
import type { Regression } from './regression-result.ts'

/** Who chooses between a pair's entries: whoever labeled the dataset, a model by its higher reward, a labeler by its preference. */
export const CHOOSERS = ['HUMAN', 'MODEL', 'LABELER'] as const
export type Chooser = (typeof CHOOSERS)[number]

type Who = { by: Chooser; model: Model; labeler: Index }

/** 1 of a pair whose chosen entry it chooses, 0 of one whose rejected entry it does; none where it chooses neither. */
const choiceOf = ({ by, model, labeler }: Who): { needs: readonly Need[]; chose: NumberTerm } => {
  switch (by) {
    case 'HUMAN':
      return { needs: [], chose: { number: 'SCORE', of: { code: 'TIE' }, scores: [1, null] } }
    case 'MODEL': {
      const sign = signOf(marginOf(model.index))
      return { needs: rewardsOf(model), chose: { number: 'SCORE', of: sign, scores: [0, null, 1] } }
    }
    case 'LABELER': {
      const preference = preferenceOf(labeler)
      const chose: NumberTerm = { number: 'SCORE', of: preference, scores: [1, 0, null] }
      return { needs: [{ preference: labeler }], chose }
    }
  }
}

/**
 * A choice between two entries on what they differ in. There is no intercept: which entry is called the first does not matter.
 * R: `glm(chose ~ 0 + dX, binomial)`.
 */
export const choiceEquation = (who: Who): Equation => {
  const { labeler } = who
  const { needs, chose } = choiceOf(who)
  return {
    method: 'LOGIT',
    needs: [...needs, { labels: labeler }],
    request: {
      labels: SIDES.map((side) => ({ labeler, side, version: 'ORIGINAL' })),
      outcomes: [chose],
      told: 'APART',
    },
    termsOf: (features) => features.map((feature) => ({ feature, side: null, flip: null })),
    arrange: pairEffects.arrange,
  }
}

/** What decides a choice. @throws InvalidInput, NotFound for options that can't be used */
export const choices: Metric<Who & { options: RegressionOptions }, Regression> = (
  asked,
  { options, ...who },
) => regressed(asked, choiceEquation(who), options)
