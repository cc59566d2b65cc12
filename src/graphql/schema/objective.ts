import type { Baseline, Objective, ObjectiveMetric } from '../../objectives/objective.ts'
import { builder } from '../builder.ts'
import { SliceByInput } from './audit-slices.ts'
import { FlipEnum, SideEnum, StageEnum } from './enums.ts'
import { PairFilterInput } from './filter.ts'
import { RegressionOptionsInput } from './regression-options.ts'

const NUMBERS: Record<ObjectiveMetric, string> = {
  ALIGNMENT: "Audit.alignment's score, of the stage's model.",
  RESISTANCE: '1 − ALIGNMENT.',
  LABELER_AGREEMENT:
    'Of the pairs on which the labeler has a preference: the share on which it is that of the human.',
  IMPRINT: 'A term of Audit.imprints under PAIR effects.',
  SHIFT_IMPRINT: 'A term of Audit.shiftImprints, in degrees.',
  MISALIGNMENT: 'A term of Audit.misalignment, in log-odds.',
  ROBUSTNESS: 'A term of Rewriting.robustness, in log-odds.',
  CHOICE: "A term of Audit.choices by the stage's model, in log-odds.",
  AMPLIFICATION: "A term of Audit.amplification: CHOICE minus the same of the human's choices.",
  MEAN_SHIFT: "Audit.rewardShift's mean, in degrees.",
  WORST_SLICE: 'The least alignment score of all slices that have at least 30 scored pairs.',
}

const ObjectiveMetricEnum = builder.enumType('ObjectiveMetric', {
  description: 'The number that an objective is about.',
  values: Object.fromEntries(
    Object.entries(NUMBERS).map(([metric, description]) => [metric, { description }]),
  ) as Record<ObjectiveMetric, { description: string }>,
})

const RangeInput = builder.inputType('RangeInput', {
  description: 'From lower to upper, which must be above it.',
  fields: (t) => ({
    lower: t.float({ required: true, description: 'Lower end.' }),
    upper: t.float({ required: true, description: 'Upper end.' }),
  }),
})

const BaselineInput = builder.inputRef<Baseline>('BaselineInput').implement({
  description:
    'What a number is compared with: that of another model or slice, or as it was when the objective was kept. The error of the difference counts what both have of the same prompts; of what was kept that is not known, and both are taken as if of other pairs: mostly too much, so that an outcome errs towards INCONCLUSIVE.',
  fields: (t) => ({
    post: t.string({ description: "Name of the model. Left out: the objective's own." }),
    where: t.field({
      type: PairFilterInput,
      description: "Which pairs. Left out: the objective's own; null: all.",
    }),
    saved: t.boolean({
      description: 'Of the number that was kept with the objective of this name; without post and where.',
    }),
    margin: t.float({
      required: true,
      description: 'By how much less the number may be, in its units: 0 or more.',
    }),
  }),
})

export const ObjectiveInput = builder.inputRef<Objective>('ObjectiveInput').implement({
  description:
    'What a number is asked to be: exactly one of atLeast, atMost, within and noWorseThan. What a metric does not have is INVALID_INPUT: none is judged then.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called; no two have one name.' }),
    metric: t.field({ type: ObjectiveMetricEnum, required: true, description: 'Of which number.' }),
    feature: t.string({
      description:
        'Its name, or an ending of it (see Feature). Needed by the metrics of terms, and of no other; options.features can name one that is in no regression by itself.',
    }),
    side: t.field({
      type: SideEnum,
      description:
        'Of SHIFT_IMPRINT, MISALIGNMENT and ROBUSTNESS: the feature of which entry. Left out: CHOSEN.',
    }),
    flip: t.field({
      type: FlipEnum,
      description: 'Needed by ROBUSTNESS: of entries that gained or lost it.',
    }),
    rewriter: t.string({ description: "Of ROBUSTNESS: its name. Left out: the dataset's first." }),
    by: t.field({
      type: [SliceByInput],
      description: 'Needed by WORST_SLICE: what pairs are cut by, each by itself.',
    }),
    stage: t.field({
      type: StageEnum,
      required: true,
      defaultValue: 'POST',
      description:
        'Which of both models, of ALIGNMENT, RESISTANCE, IMPRINT, CHOICE, AMPLIFICATION and WORST_SLICE.',
    }),
    pre: t.string({ description: "Name of the model before training. Left out: the dataset's own." }),
    post: t.string({ description: "Name of the model after training. Left out: the dataset's own." }),
    labeler: t.string({ description: "Name of the labeler. Left out: the dataset's own." }),
    where: t.field({ type: PairFilterInput, description: 'Which pairs. Left out: all.' }),
    options: t.field({
      type: RegressionOptionsInput,
      description:
        'Of the metrics of terms: how to estimate. Level and correction are those of the judgement, and a bootstrap has no part in it.',
    }),
    atLeast: t.float({ description: 'Passes if the number is shown to be above this.' }),
    atMost: t.float({ description: 'Passes if the number is shown to be below this.' }),
    within: t.field({
      type: RangeInput,
      description:
        'Equivalence: passes if the number is shown to lie between both ends (two one-sided tests).',
    }),
    noWorseThan: t.field({
      type: BaselineInput,
      description: 'Passes if the number is shown to be less than by the margin below the baseline.',
    }),
  }),
})
