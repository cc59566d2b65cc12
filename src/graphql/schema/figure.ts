import { FIGURES, type FigureName } from '../../figures/figure-name.ts'
import { builder } from '../builder.ts'
import { draw } from '../figures/draw.ts'
import { AuditRef } from './audit.ts'
import { EffectsEnum, LinkEnum, PreferenceEnum, StageEnum } from './enums.ts'
import { optionsOf, RegressionOptionsInput } from './regression-options.ts'

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
  description: "The paper's figures, by what they show.",
  values: Object.fromEntries(
    Object.entries(FIGURES).map(([name, description]) => [name, { description }]),
  ) as Record<FigureName, { description: string }>,
})

builder.objectField(AuditRef, 'figure', (t) =>
  t.field({
    type: 'VegaLite',
    nullable: true,
    description:
      "A figure of the paper, of this audit: the numbers are those of the audit's fields, to six digits. What has no numbers says why in its place. Each argument is of the figures that it names; the others pay no heed to it.",
    args: {
      name: t.arg({ description: 'Which figure.', type: FigureNameEnum, required: true }),
      stage: t.arg({
        type: StageEnum,
        required: true,
        defaultValue: 'POST',
        description: 'Of PROBABILITIES and REWARD_HEATMAP.',
      }),
      preference: t.arg({
        type: [PreferenceEnum],
        required: true,
        defaultValue: ['CHOSEN', 'REJECTED'],
        description: 'Of SHIFTS_BY_REGIME: a row for each; with INDIFFERENT, Figures 17 and 18.',
      }),
      models: t.arg.stringList({
        description: "Of MARGINS. Left out: the audit's pre and post model, then others; six at most.",
      }),
      with: t.arg.stringList({
        description:
          "Of LABELER_AGREEMENT: the labelers to compare the audit's with. Left out: four at most.",
      }),
      rewriter: t.arg.string({
        description:
          "Of ROBUSTNESS, FLIPS and SIMILARITY_BY_SHIFT. Left out: the dataset's first rewriter; NOT_FOUND where there is none.",
      }),
      effects: t.arg({
        type: EffectsEnum,
        required: true,
        defaultValue: 'PAIR',
        description: 'Of IMPRINTS.',
      }),
      link: t.arg({
        type: LinkEnum,
        required: true,
        defaultValue: 'LOGIT',
        description: 'Of MISALIGNMENT and ROBUSTNESS.',
      }),
      options: t.arg({ type: RegressionOptionsInput, description: 'Of figures of regressions.' }),
    },
    resolve: (audit, { name, options, ...args }, context) => {
      const { models = null, with: others = null, rewriter = null } = args
      return draw(
        name,
        audit,
        { ...args, options: optionsOf(options), models, with: others, rewriter },
        context,
      )
    },
  }),
)
