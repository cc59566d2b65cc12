import { InvalidInput } from '../domain/errors.ts'
import { FLIPS } from '../domain/flip.ts'
import { allFeatures } from '../domain/measure.ts'
import { SIDES } from '../domain/side.ts'
import type { Outline } from '../frame/frame.ts'
import type { Index } from '../pairs/terms.ts'
import { designOf } from '../stats/design.ts'
import { regroup } from '../stats/grouped-response.ts'
import { type Comparison, compared } from './comparison.ts'
import { extentOf, lackingRewritten, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { type Link, methodOf } from './misalignment.ts'
import { regression } from './regression.ts'
import { type Equation, lackOf, modelOf, rememberedDesign } from './regression-model.ts'
import {
  assertOptions,
  type RegressionOptions,
  type WantedFeatures,
  wantedFeatures,
} from './regression-options.ts'
import type { Regression } from './regression-result.ts'

type Arguments = {
  model: Model
  labeler: Index
  link: Link
  /** Only the pairs whose target features did not flip on either side. */
  keepTargets: boolean
}

/** Dummies of what rewriting did: of a flip, those in whose couple the rewriting has more, or less, than the original. */
const flipDesign = rememberedDesign(({ differences }, features) =>
  designOf(
    SIDES.flatMap((_, couple) =>
      features.flatMap((feature) => {
        const changes = differences.values(feature, couple)
        return FLIPS.map((flip) => {
          const sign = flip === 'GAINED' ? 1 : -1
          return Int8Array.from(changes, (change) => (Math.sign(change) === sign ? 1 : 0))
        })
      }),
    ),
    { rows: differences.count, intercept: true },
  ),
)

/**
 * Equation 4, of rewritten pairs: whether a model, aligned on the originals, is misaligned on the rewritings, on dummies
 * of the features that rewriting gained and lost on either side.
 * R: `glm(became ~ gained + lost …, binomial)`, under IDENTITY `lm`.
 */
const robustnessOf = ({ model, labeler, link, keepTargets }: Arguments): Equation => ({
  method: methodOf(link),
  needs: [...rewardsOf(model), { labels: labeler }],
  request: {
    labels: SIDES.flatMap((side) =>
      (['REWRITTEN', 'ORIGINAL'] as const).map((version) => ({ labeler, side, version })),
    ),
    outcomes: [{ number: 'BECAME_MISALIGNED', model: model.index }],
    where: keepTargets ? { code: { code: 'KEEPS_TARGETS', labeler }, isOneOf: [1] } : undefined,
    told: 'APART',
    unlabeled: true,
  },
  termsOf: (features) =>
    SIDES.flatMap((side) => features.flatMap((feature) => FLIPS.map((flip) => ({ feature, side, flip })))),
  arrange: ({ combinations, features, outcomes: [response], pairs }) => {
    const { differenceOf, count: rows } = combinations.differences
    return {
      observed: {
        design: flipDesign(combinations, features),
        response: regroup([{ response, rowOf: differenceOf }], rows),
        clusters: { count: pairs },
      },
      rowsOf: [differenceOf],
    }
  },
})

/** Those that rewritings are labeled with, without target features where these were kept; or those that options name. */
const robustnessFeatures = (
  outline: Outline,
  {
    labeler,
    options,
    keepTargets,
  }: Pick<Arguments, 'labeler' | 'keepTargets'> & { options: RegressionOptions },
  labeled: readonly number[],
): WantedFeatures => {
  const wanted = wantedFeatures(outline, options, [labeler])
  const [attribute] = wanted.controls.attributes
  if (attribute !== undefined)
    throw new InvalidInput(
      `options.controls: "${attribute}" is an attribute, which no rewriting changes: robustness adjusts for features alone; slice by it instead`,
    )
  if (options.features) return wanted
  const { priority, features } = outline.taxonomy
  const isTarget = (feature: number) => priority.includes(features[feature].name)
  const terms = wanted.terms.filter(
    (feature) => labeled.includes(feature) && !(keepTargets && isTarget(feature)),
  )
  return { ...wanted, terms }
}

/** What rewording by a rewriter (its index) does to alignment. @throws InvalidInput, NotFound for options that can't be used */
export const robustness: Metric<
  Arguments & { rewriter: Index; options: RegressionOptions },
  Regression
> = async ({ pairs, signal }, { rewriter, options, ...args }) => {
  const { outline } = pairs
  assertOptions(options)
  const rewritten = await pairs.rewrittenBy(rewriter)
  const features = robustnessFeatures(outline, { options, ...args }, await rewritten.labeled('REWRITTEN'))
  const equation = robustnessOf(args)
  const model = await modelOf(rewritten, equation, {
    ...features,
    ungrouped: options.bootstrap !== null,
    errors: options.errors,
    scale: options.scale,
  })
  const lack = await lackOf(model, async () =>
    lackingRewritten(await extentOf(pairs), await rewritten.size(), equation.needs),
  )
  return regression(model, lack, options, signal)
}

/** Differences of equation 4's terms between two audits. R: `vcovCL(glm(became ~ 0 + audit + audit:flips, binomial), cluster = prompt)` */
export const compareRobustness: Metric<
  {
    models: readonly [Model, Model]
    labelers: readonly [Index, Index]
    rewriter: Index
    options: RegressionOptions
  } & Pick<Arguments, 'link' | 'keepTargets'>,
  Comparison
> = async ({ pairs, other }, { models, labelers, rewriter, options, ...args }) => {
  const [first, second] = [await pairs.rewrittenBy(rewriter), await (other ?? pairs).rewrittenBy(rewriter)]
  const equationAt = (index: 0 | 1) =>
    robustnessOf({ model: models[index], labeler: labelers[index], ...args })
  const { outline } = pairs
  const wanted = { labeler: labelers[0], options, keepTargets: args.keepTargets }
  const { terms } = robustnessFeatures(outline, wanted, await first.labeled('REWRITTEN'))
  const features = terms.length > 0 ? terms.map((term) => allFeatures(outline)[term].name) : null
  return compared(
    { pairs: first, other: second },
    [equationAt(0), equationAt(1)],
    { ...options, features },
    // Those that are rewritten are all that there are.
    { lackingIn: (extent, needs) => lackingRewritten({ ...extent, pairs: 1 }, extent.pairs, needs) },
  )
}
