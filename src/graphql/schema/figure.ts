import { MOST_CHECKPOINTS } from '../../audit/trajectory.ts'
import type { ArgumentName } from '../../figures/figure.ts'
import { FIGURES, type FigureName } from '../../figures/figures.ts'
import { optionsOf } from '../../metrics/regression-options.ts'
import { builder } from '../builder.ts'
import { type Cost, REGRESSION } from '../cost.ts'
import { draw } from '../figures/draw.ts'
import { AuditRef } from './audit.ts'
import { EffectsEnum, LinkEnum, PreferenceEnum, StageEnum, TrajectoryBaselineEnum } from './enums.ts'
import { RegressionOptionsInput } from './regression-options.ts'

builder.scalarType('VegaLite', {
  description:
    'A Vega-Lite v5+ specification with its data inline, as a JSON object: for the Vega editor, vega-embed or Altair. Never an argument.',
  specifiedByURL: 'https://vega.github.io/schema/vega-lite/v6.json',
  serialize: (specification) => specification,
  parseValue: () => {
    throw new TypeError('a specification is never an argument')
  },
})

const FigureNameEnum = builder.enumType('FigureName', {
  description: "The paper's figures and others, by what they show.",
  values: Object.fromEntries(
    Object.values(FIGURES).map(({ name, about: description }) => [name, { description }]),
  ) as Record<FigureName, { description: string }>,
})

/** The figures that have an argument: 'Of FLIPS and ROBUSTNESS'. */
const ofThose = (argument: ArgumentName): string => {
  const names = Object.values(FIGURES).flatMap(({ name, args }) => (args.includes(argument) ? name : []))
  return `Of ${[names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ')}`
}

/** A figure over steps has a regression for each of its models. */
const regressionsIn = ({ name, models }: { name?: FigureName; models?: readonly string[] | null }): number =>
  name && FIGURES[name].of === 'TRAJECTORY' ? (models?.length ?? MOST_CHECKPOINTS) : 1

const COST: Cost = { ...REGRESSION, own: (args) => regressionsIn(args) * REGRESSION.own(args) }

builder.objectField(AuditRef, 'figure', (t) =>
  t.field({
    type: 'VegaLite',
    extensions: { cost: COST },
    nullable: true,
    description:
      "A figure of the paper, of this audit: the numbers are those of the audit's fields, to six digits. What has no numbers says why in its place. Each argument is of the figures that it names; the others pay no heed to it.",
    args: {
      name: t.arg({ description: 'Which figure.', type: FigureNameEnum, required: true }),
      stage: t.arg({
        type: StageEnum,
        required: true,
        defaultValue: 'POST',
        description: `${ofThose('stage')}.`,
      }),
      effects: t.arg({
        type: EffectsEnum,
        required: true,
        defaultValue: 'PAIR',
        description: `${ofThose('effects')}.`,
      }),
      link: t.arg({
        type: LinkEnum,
        required: true,
        defaultValue: 'LOGIT',
        description: `${ofThose('link')}.`,
      }),
      options: t.arg({ type: RegressionOptionsInput, description: 'Of figures of regressions.' }),
      preference: t.arg({
        type: [PreferenceEnum],
        required: true,
        defaultValue: ['CHOSEN', 'REJECTED'],
        description: `${ofThose('preference')}: a row of panels for each of these preferences of the labeler (with INDIFFERENT Figures 17 and 18 of the paper).`,
      }),
      models: t.arg.stringList({
        description: `${ofThose('models')}. Left out: over steps the checkpoints of the post model's series, else all models; of LEADERBOARD all models; of MARGINS the audit's pre and post model, then others, six at most.`,
      }),
      against: t.arg({
        type: TrajectoryBaselineEnum,
        required: true,
        defaultValue: 'PREVIOUS',
        description: `${ofThose('against')}: what each model is compared with.`,
      }),
      features: t.arg.stringList({
        description: `${ofThose('features')}: those of the regression's features that are drawn, in this order. Left out: all, what changed most first.`,
      }),
      with: t.arg.stringList({
        description: `${ofThose('with')}: the labelers to compare the audit's with. Left out: four at most.`,
      }),
      rewriter: t.arg.string({
        description: `${ofThose('rewriter')}. Left out: the dataset's first rewriter; NOT_FOUND where there is none.`,
      }),
    },
    resolve: (
      audit,
      { name, options, models = null, with: labelers = null, rewriter = null, features = null, ...args },
      context,
    ) =>
      draw(
        name,
        audit,
        { ...args, options: optionsOf(options), models, with: labelers, rewriter, features },
        context,
      ),
  }),
)
