import {
  MOST_SLICES,
  namedModels,
  type SlicedLeaderboard,
  type SlicedRow,
  slicedLeaderboard,
} from '../../audit/leaderboard.ts'
import type { PairFilter } from '../../audit/pair-filter.ts'
import { FEWEST_PAIRS, MOST_MODELS } from '../../metrics/leaderboard.ts'
import { type ComparisonOptions, DEFAULT_COMPARISON } from '../../metrics/model-comparison.ts'
import { type Audit, ask, auditOf, narrowed } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { METRIC, PLAIN } from '../cost.ts'
import { inTurns } from '../turns.ts'
import { AlignmentType } from './alignment.ts'
import { SliceByInput, SliceType } from './audit-slices.ts'
import { DatasetType } from './dataset.ts'
import { CorrectionEnum, ErrorTypeEnum } from './enums.ts'
import { PairFilterInput } from './filter.ts'
import { RewardModelType } from './sources.ts'
import { EstimateType, REASON } from './statistics.ts'

/** What stands in an audit's leaderboard. */
type Of<T> = T & { audit: Audit }

const modelAt = ({ audit: { datasetId, scope } }: Of<unknown>, index: number, context: Context) =>
  context.modelOf(datasetId, scope.loaded.outline.models[index].id)

const ComparisonOptionsInput = builder.inputRef<ComparisonOptions>('ComparisonOptions').implement({
  description: 'How models are compared.',
  fields: (t) => ({
    level: t.float({
      required: true,
      defaultValue: DEFAULT_COMPARISON.level,
      description:
        'Of confidence intervals, each by itself; a difference is significant whose adjusted p-value is below 1 − level.',
    }),
    correction: t.field({
      type: CorrectionEnum,
      required: true,
      defaultValue: DEFAULT_COMPARISON.correction,
      description: 'Of p-values, over all comparisons.',
    }),
    errors: t.field({
      type: ErrorTypeEnum,
      required: true,
      defaultValue: DEFAULT_COMPARISON.errors,
      description:
        'Of differences. PROMPT counts prompts; the others are the same here, as a pair has one difference: they take pairs for independent.',
    }),
  }),
})

type Comparison = Of<SlicedLeaderboard['comparisons'][number]>

const ComparisonType = builder.objectRef<Comparison>('ModelComparison').implement({
  description: 'One model against another, on the pairs that all models of the leaderboard have scored.',
  fields: (t) => ({
    first: t.field({
      type: RewardModelType,
      description: 'The better one; of equal scores the first by name.',
      resolve: (one, _, context) => modelAt(one, one.first, context),
    }),
    second: t.field({
      type: RewardModelType,
      description: 'The other one.',
      resolve: (one, _, context) => modelAt(one, one.second, context),
    }),
    onlyFirst: t.exposeInt('onlyFirst', { description: 'Pairs on which only the first is aligned.' }),
    onlySecond: t.exposeInt('onlySecond', { description: 'Pairs on which only the second is aligned.' }),
    difference: t.expose('difference', {
      type: EstimateType,
      description:
        "Of the alignment scores, first minus second. R: m <- lm(d ~ 1), vcovCL(m, cluster = prompt, type = 'HC1'), t with prompts − 1 df.",
    }),
    pValue: t.exposeFloat('pValue', {
      nullable: true,
      description:
        "McNemar's exact test where every prompt has one pair, or errors take pairs for independent: R's binom.test(onlyFirst, onlyFirst + onlySecond). Else the difference's own.",
    }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      nullable: true,
      description: 'By the correction, over all comparisons of the leaderboard.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

const RowType = builder
  .objectRef<Of<SlicedRow> & { behindBest: Comparison | null }>('LeaderboardRow')
  .implement({
    description: 'A model among others, on the same pairs.',
    fields: (t) => ({
      model: t.field({
        type: RewardModelType,
        description: 'Which one.',
        resolve: (row, _, context) => modelAt(row, row.model, context),
      }),
      scored: t.exposeInt('scored', {
        description: 'Pairs of the slice that it has scored, whether the others have or not.',
      }),
      alignment: t.expose('alignment', {
        type: AlignmentType,
        description: 'On the pairs that all have scored.',
      }),
      tier: t.exposeInt('tier', {
        description:
          "1 is best. Two models share a tier if no chain of significant differences parts them: a tier ends before the first model that is significantly worse than the tier's best.",
      }),
      worstSlice: t.field({
        type: SliceType,
        nullable: true,
        description: `Of the slices asked for, the one with the least alignment score of at least ${FEWEST_PAIRS} pairs that all have scored; of equal ones the first. Null where there is none. Its audit is that of the dataset's own models.`,
        resolve: ({ worstSlice, audit }) =>
          worstSlice && { ...worstSlice, audit: narrowed(audit, worstSlice.where) },
      }),
      worstAlignment: t.expose('worstAlignment', {
        type: AlignmentType,
        nullable: true,
        description:
          'On the pairs of worstSlice that all have scored. It was sought out: its interval does not know.',
      }),
      behindBest: t.expose('behindBest', {
        type: ComparisonType,
        nullable: true,
        description: 'The comparison of the best model with this one; null of the best itself.',
      }),
      sliceMean: t.exposeFloat('sliceMean', {
        nullable: true,
        description: 'Mean of its scores on the slices asked for, each counting the same; null without any.',
      }),
    }),
  })

const LeaderboardType = builder.objectRef<Of<SlicedLeaderboard>>('Leaderboard').implement({
  description: 'Models on the pairs of a slice that all of them have scored. Ties of the human do not count.',
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'How many pairs these are.' }),
    prompts: t.exposeInt('prompts', { description: 'Of how many prompts.' }),
    rows: t.field({
      type: [RowType],
      extensions: { cost: { ...PLAIN, times: () => FEW } },
      description: 'Best first; of equal scores by name.',
      // The comparisons of the best come first.
      resolve: ({ rows, comparisons, audit }) =>
        rows.map((row, at) => ({
          ...{ ...row, audit },
          behindBest: at === 0 ? null : { ...comparisons[at - 1], audit },
        })),
    }),
    comparisons: t.field({
      type: [ComparisonType],
      extensions: {
        cost: {
          ...PLAIN,
          times: ({ of }: { of?: readonly string[] | null }) =>
            comparisonsOf(Math.min(of?.length ?? FEW, MOST_MODELS)),
        },
      },
      description: 'Of each two models once, the better one first, in the order of rows.',
      args: {
        of: t.arg.stringList({
          description:
            'Of these models alone; their p-values are corrected over all comparisons still. Left out: of all.',
        }),
      },
      resolve: ({ comparisons, audit }, { of }, { signal }) => {
        const models = new Set(namedModels(audit.scope.loaded.outline, of))
        const wanted = comparisons.filter(({ first, second }) => models.has(first) && models.has(second))
        return inTurns(
          wanted.map((one) => ({ ...one, audit })),
          signal,
        ) as Iterable<Comparison>
      },
    }),
    slicesLeftOut: t.exposeInt('slicesLeftOut', {
      description: `How many slices nobody looked at: those beyond the largest ${MOST_SLICES} of each of \`by\`.`,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why there is no row, or no score; null where there are.',
    }),
  }),
})

/** So many models are thought to be meant where none is named. */
const FEW = 20
const comparisonsOf = (models: number) => (models * (models - 1)) / 2

type Given = { models?: readonly string[] | null; where?: PairFilter | null; by?: readonly object[] | null }

builder.prismaObjectField(DatasetType, 'leaderboard', (t) =>
  t.field({
    type: LeaderboardType,
    nullable: true,
    extensions: {
      cost: {
        isOfSlice: true,
        own: ({ models, by }: Given) =>
          METRIC.own({}) * (1 + (by?.length ?? 0)) +
          comparisonsOf(Math.min(models?.length ?? FEW, MOST_MODELS)),
        filters: ({ where }: Given) => [where],
      },
    },
    description: `Every model on the same pairs: those of the slice that all of them have scored. Best first, with tiers, and each two compared. ${MOST_MODELS} models at most.`,
    args: {
      models: t.arg.stringList({
        description: 'Their names; NOT_FOUND lists those that there are. Left out: all models.',
      }),
      where: t.arg({
        type: PairFilterInput,
        description: "Which pairs. Left out: all. PRE and POST are the dataset's own models.",
      }),
      by: t.arg({
        type: [SliceByInput],
        description: `What to cut by, for worstSlice and sliceMean: the largest ${MOST_SLICES} slices of each.`,
      }),
      options: t.arg({
        type: ComparisonOptionsInput,
        description: 'How models are compared. Left out: with the defaults of the options.',
      }),
    },
    resolve: async ({ id }, { models, where, by, options }, context) => {
      const audit = await auditOf(id, { where }, context)
      const board = await slicedLeaderboard((question, args) => ask(audit, question, args, context), {
        models: namedModels(audit.scope.loaded.outline, models),
        by: by ?? [],
        options: options ?? DEFAULT_COMPARISON,
      })
      return { ...board, audit }
    },
  }),
)
