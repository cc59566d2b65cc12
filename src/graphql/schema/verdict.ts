import { judge, MOST_OBJECTIVES, type Verdict } from '../../objectives/judge.ts'
import { type Objective, takes } from '../../objectives/objective.ts'
import type { Outcome } from '../../objectives/verdict.ts'
import { builder } from '../builder.ts'
import { type Cost, METRIC, REGRESSION } from '../cost.ts'
import { identifiedIn, judgingIn } from '../judging-in.ts'
import { DatasetType } from './dataset.ts'
import { CorrectionEnum } from './enums.ts'
import { ObjectiveInput } from './objective.ts'
import { EstimateType } from './statistics.ts'

const MEANS: Record<Outcome, string> = {
  PASS: 'What is asked is shown at the level after correction.',
  FAIL: 'The opposite is shown at the level after correction.',
  INCONCLUSIVE: 'Neither: the data are too few, or can not tell.',
}

export const OutcomeEnum = builder.enumType('Outcome', {
  description: 'What the data say of an objective.',
  values: Object.fromEntries(
    Object.entries(MEANS).map(([outcome, description]) => [outcome, { description }]),
  ) as Record<Outcome, { description: string }>,
})

/** What filters are given before pairs are selected by them. */
const ADDED = ['definition', 'rowIds']

export const VerdictType = builder.objectRef<Verdict>('Verdict').implement({
  description:
    "An objective, judged by one-sided tests with the number's own errors and distribution: those of shares are clustered by prompt, by the normal distribution; where a share does not vary, Wilson's bound decides.",
  fields: (t) => ({
    name: t.exposeString('name', { description: "The objective's." }),
    outcome: t.expose('outcome', { type: OutcomeEnum, description: 'PASS, FAIL or INCONCLUSIVE.' }),
    asked: t.exposeString('asked', { description: 'What is asked of the number, such as "above 0.6".' }),
    objective: t.string({
      description: 'What was judged, as an ObjectiveInput in JSON: for variables, and for the page.',
      resolve: ({ objective }) =>
        JSON.stringify(objective, (key, value) => (ADDED.includes(key) ? undefined : value)),
    }),
    estimate: t.expose('estimate', {
      type: EstimateType,
      description:
        'The number, of noWorseThan its difference to the baseline. Its pValue is against 0, not the bound; a share has none.',
    }),
    pValue: t.exposeFloat('pValue', {
      nullable: true,
      description: 'One-sided, of what is asked; not corrected.',
    }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      nullable: true,
      description: 'The p-value after the correction, over all objectives: PASS below 1 − level.',
    }),
    oppositePValue: t.exposeFloat('oppositePValue', {
      nullable: true,
      description: 'Of the opposite, corrected over all objectives likewise: FAIL below 1 − level.',
    }),
    detectable: t.exposeFloat('detectable', {
      nullable: true,
      description:
        'The least distance from the bound that these data could have shown, with a power of 0.8, if it were the only objective; of WORST_SLICE in each slice by itself.',
    }),
    number: t.float({
      nullable: true,
      description: 'What is kept of it with the dataset, to be compared with as noWorseThan.saved.',
      resolve: ({ number }) => number.estimate,
    }),
    standardError: t.float({
      nullable: true,
      description: 'Of number.',
      resolve: ({ number }) => number.standardError,
    }),
    pairs: t.exposeInt('pairs', {
      description:
        'That the number rests on; of a difference those of either, of WORST_SLICE those of the worst.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it could not be tested; null: it was.',
    }),
    message: t.exposeString('message', {
      description: 'In a sentence, with the numbers, which are rounded.',
    }),
    warnings: t.stringList({
      description:
        'Of the regression that the number is of (see Regression.warnings), and of bounds near 0 or 1 that few pairs cross by chance too often.',
      resolve: ({ warnings }) => [...warnings],
    }),
  }),
})

/** Slices of WORST_SLICE: some hundred. */
const SLICES = 100

const costOf = ({ metric, options, by }: Objective): number => {
  if (takes(metric, 'feature')) return REGRESSION.own({ options })
  return METRIC.own({}) * (metric === 'WORST_SLICE' ? SLICES * (by?.length ?? 0) : 1)
}

/** What several objectives need is computed once. */
const judgeCost = (objectives: readonly Objective[]): number => {
  const costs = new Map<string, number>()
  for (const objective of objectives) {
    const { metric, stage, by, pre, post, labeler, where, options, rewriter, noWorseThan } = objective
    const { post: other, where: otherWhere } = noWorseThan ?? {}
    const key = [metric, stage, by, pre, post, labeler, where, options, rewriter, other, otherWhere]
    costs.set(JSON.stringify(key), (noWorseThan && !noWorseThan.saved ? 2 : 1) * costOf(objective))
  }
  return [...costs.values()].reduce((sum, cost) => sum + cost, 0)
}

export const JUDGE = {
  own: ({ objectives = [] }: { objectives?: readonly Objective[] }) => judgeCost(objectives),
  isOfSlice: true,
  filters: ({ objectives = [] }: { objectives?: readonly Objective[] }) =>
    objectives.flatMap(({ where, noWorseThan }) => [where, noWorseThan?.where]),
} satisfies Cost

builder.objectField(DatasetType, 'judge', (t) =>
  t.field({
    type: [VerdictType],
    nullable: true,
    extensions: { cost: JUDGE },
    description: `Judges objectives together, ${MOST_OBJECTIVES} at most: p-values are corrected over all that have one. INVALID_INPUT names the first that can't be judged, and then none is.`,
    args: {
      objectives: t.arg({ type: [ObjectiveInput], required: true, description: 'What to judge.' }),
      correction: t.arg({
        type: CorrectionEnum,
        required: true,
        defaultValue: 'HOLM',
        description: 'Over all objectives, in either direction.',
      }),
      level: t.arg.float({
        required: true,
        defaultValue: 0.95,
        description: 'What is shown has a p-value below 1 − level. At least 0.5.',
      }),
    },
    resolve: async ({ id }, { objectives, ...how }, context) =>
      judge(await identifiedIn(id, objectives, context), how, await judgingIn(id, context)),
  }),
)
