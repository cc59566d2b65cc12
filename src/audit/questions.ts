import type { PairOrder } from '../domain/pair-order.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import type { Outline } from '../frame/frame.ts'
import type { Dimension } from '../metrics/breakdown.ts'
import type { MeanOf } from '../metrics/mean-difference.ts'
import type { Whose } from '../metrics/metric.ts'
import { METRICS, type MetricAnswer, type MetricArgs, type MetricName } from '../metrics/metrics.ts'
import { marginChangeOf, marginOf, type NumberTerm, shiftOf } from '../pairs/terms.ts'
import { conditionOf } from './condition.ts'
import type { PairFilter } from './pair-filter.ts'
import { modelAt, type Subject } from './subject.ts'

/** Whose numbers are asked for: the audit's subject, and that of the audit which it is compared with. */
export type Asking = { outline: Outline; subject: Subject; other: Subject }

type Staged = { stage: Stage }
/** Of the first audit, and of the other one. */
type Stages = { stages: readonly [Stage, Stage] }

/** A metric's arguments in the words of an audit: that says itself whose it is, but for the stage of a single model. */
type Plain<M extends MetricName> = Omit<MetricArgs<M>, (typeof METRICS)[M]['whose'][number]> &
  ('model' extends (typeof METRICS)[M]['whose'][number] ? Staged : unknown)

/** How an audit asks for a metric. */
type Worded<M extends MetricName, Args, Answer> = {
  argsOf(asking: Asking, args: Args): MetricArgs<M>
  answerOf(answer: MetricAnswer<M>): Answer
}

const whoseOf = ({ subject }: Asking, stage: Stage = 'POST'): Whose => ({
  model: modelAt(subject, stage),
  models: STAGES.map((one) => modelAt(subject, one)),
  before: modelAt(subject, 'PRE'),
  after: modelAt(subject, 'POST'),
  labeler: subject.labeler,
})

/** What an audit says of whose a metric is; `args` without a stage are of the model after training. */
const meant = <M extends MetricName>(metric: M, asking: Asking, { stage, ...args }: Partial<Staged>) => {
  const all = whoseOf(asking, stage)
  const { whose } = METRICS[metric]
  return { ...args, ...Object.fromEntries(whose.map((one) => [one, all[one]])) } as MetricArgs<M>
}

/** Of both audits that are compared. */
const both = ({ subject, other }: Asking, [first, second]: readonly [Stage, Stage]) =>
  [modelAt(subject, first), modelAt(other, second)] as const
const labelers = ({ subject, other }: Asking) => [subject.labeler, other.labeler] as const

const byStage = <T>([PRE, POST]: readonly T[]): Record<Stage, T> => ({ PRE, POST })

const ORDERS: Record<PairOrder['by'], (subject: Subject) => NumberTerm> = {
  ROW_ID: () => ({ number: 'ROW_ID' }),
  REWARD_SHIFT: ({ pre, post }) => shiftOf(pre, post),
  PRE_MARGIN: ({ pre }) => marginOf(pre),
  POST_MARGIN: ({ post }) => marginOf(post),
  MARGIN_CHANGE: ({ pre, post }) => marginChangeOf(pre, post),
}

/** Of the model after training, whatever is asked. */
const ofPost = <M extends MetricName>(metric: M) => ({
  argsOf: (asking: Asking, args: Omit<Plain<M>, 'stage'>) => meant(metric, asking, args),
})

/** Of what both audits' models became. */
const ofTrainings = {
  argsOf: (
    asking: Asking,
    args: Omit<MetricArgs<'compareShiftImprints'>, 'before' | 'after' | 'labelers'>,
  ) => ({
    ...args,
    before: both(asking, ['PRE', 'PRE']),
    after: both(asking, ['POST', 'POST']),
    labelers: labelers(asking),
  }),
}

/** Means of an audit's slice and of the other's, which they say themselves: they are asked of all pairs. */
type MeanDifferenceArguments = Staged & {
  of: MeanOf['number']
  slices: readonly [PairFilter | null, PairFilter | null]
}

const meanOf = (number: MeanOf['number'], subject: Subject, stage: Stage): MeanOf => {
  switch (number) {
    case 'ALIGNED':
      return { number, model: modelAt(subject, stage) }
    case 'AGREES':
      return { number, labeler: subject.labeler }
    case 'SHIFT':
      return { number, before: modelAt(subject, 'PRE'), after: modelAt(subject, 'POST') }
  }
}

/** Named slices are the dataset's: what a metric is to count is said to it. */
const partsBy = ({ outline, subject }: Asking, by: Dimension | null | undefined) =>
  by === 'SLICE' ? outline.slices.map(({ name }) => conditionOf({ slice: name }, subject, outline)) : []

/** What an audit has other words for than the metric; without `answerOf` the metric's answer is taken as it is. */
const WORDED = {
  page: {
    argsOf: (
      { subject }: Asking,
      { order, ...request }: Omit<MetricArgs<'page'>, 'by' | 'direction'> & { order: PairOrder },
    ) => ({ ...request, by: ORDERS[order.by](subject), direction: order.direction }),
  },
  pairTable: {
    argsOf: (asking: Asking, range: Pick<MetricArgs<'pairTable'>, 'start' | 'limit'>) => {
      const { before, after, labeler } = whoseOf(asking)
      return {
        ...range,
        labeler,
        before: { model: before, name: 'pre', when: 'before training' },
        after: { model: after, name: 'post', when: 'after training' },
      }
    },
  },
  coverage: {
    argsOf: (asking: Asking, _: Plain<'coverage'>) => meant('coverage', asking, {}),
    answerOf: ({ scored: [preScored, postScored], allScored, ...rest }: MetricAnswer<'coverage'>) => ({
      ...rest,
      preScored,
      postScored,
      bothScored: allScored,
    }),
  },
  preferences: {
    argsOf: (asking: Asking, _: Plain<'preferences'>) => meant('preferences', asking, {}),
    answerOf: (summaries: MetricAnswer<'preferences'>) =>
      summaries.map(({ alignment, ...summary }) => ({ ...summary, alignment: byStage(alignment) })),
  },
  partAlignments: {
    argsOf: ({ outline, subject }: Asking, { stage, parts }: Staged & { parts: readonly PairFilter[] }) => ({
      model: modelAt(subject, stage),
      parts: parts.map((where) => conditionOf(where, subject, outline)),
    }),
  },
  breakdown: {
    argsOf: (asking: Asking, args: Omit<Plain<'breakdown'>, 'parts'>) => ({
      ...meant('breakdown', asking, {}),
      ...args,
      parts: partsBy(asking, args.by),
    }),
  },
  slices: {
    argsOf: (asking: Asking, args: Omit<Plain<'slices'>, 'parts'>) => ({
      ...meant('slices', asking, {}),
      ...args,
      parts: partsBy(asking, args.by.dimension),
    }),
  },
  sliceCount: {
    argsOf: (asking: Asking, args: Omit<Plain<'sliceCount'>, 'parts'>) => ({
      ...meant('sliceCount', asking, {}),
      ...args,
      parts: partsBy(asking, args.by.dimension),
    }),
  },
  leaderboard: {
    argsOf: (
      { outline, subject }: Asking,
      {
        models,
        parts,
        options,
      }: Omit<MetricArgs<'leaderboard'>, 'models' | 'parts'> & {
        models: readonly number[]
        parts: readonly PairFilter[]
      },
    ) => ({
      models: models.map((index) => ({ index, called: outline.models[index].name })),
      parts: parts.map((where) => conditionOf(where, subject, outline)),
      options,
    }),
  },
  misalignment: ofPost('misalignment'),
  robustness: ofPost('robustness'),
  similarityByShift: ofPost('similarityByShift'),
  compareImprints: {
    argsOf: (
      asking: Asking,
      { stages, ...args }: Omit<MetricArgs<'compareImprints'>, 'models' | 'labelers'> & Stages,
    ) => ({ ...args, models: both(asking, stages), labelers: labelers(asking) }),
  },
  compareShiftImprints: ofTrainings,
  compareMarginChangeImprints: ofTrainings,
  compareMisalignment: {
    argsOf: (asking: Asking, args: Omit<MetricArgs<'compareMisalignment'>, 'models' | 'labelers'>) => ({
      ...args,
      models: both(asking, ['POST', 'POST']),
      labelers: labelers(asking),
    }),
  },
  compareChoices: {
    argsOf: (
      asking: Asking,
      { stages, ...args }: Omit<MetricArgs<'compareChoices'>, 'models' | 'labelers'> & Stages,
    ) => ({ ...args, models: both(asking, stages), labelers: labelers(asking) }),
  },
  compareRobustness: {
    argsOf: (asking: Asking, args: Omit<MetricArgs<'compareRobustness'>, 'models' | 'labelers'>) => ({
      ...args,
      models: both(asking, ['POST', 'POST']),
      labelers: labelers(asking),
    }),
  },
  meanDifference: {
    argsOf: ({ outline, subject, other }: Asking, { of, stage, slices }: MeanDifferenceArguments) => {
      const partOf = (one: Subject, where: PairFilter | null) => ({
        of: meanOf(of, one, stage),
        where: where ? conditionOf(where, one, outline) : { all: [] },
      })
      return { parts: [partOf(subject, slices[0]), partOf(other, slices[1])] as const }
    },
  },
  labelerAgreement: {
    argsOf: ({ subject }: Asking, { labeler }: { labeler: number }) => ({
      labeler: subject.labeler,
      other: labeler,
    }),
  },
  marginDistribution: {
    argsOf: ({ outline }: Asking, { model, bins }: { model: number; bins: number }) => ({
      model: { index: model, called: outline.models[model]?.name ?? '' },
      bins,
    }),
  },
} satisfies { [M in MetricName]?: Partial<Worded<M, never, unknown>> }

type WordedName = keyof typeof WORDED

/** All that can be asked of an audit: every metric, most of them in their own words. */
export type Question = MetricName
export type Arguments<Q extends Question> = Q extends WordedName
  ? Parameters<(typeof WORDED)[Q]['argsOf']>[1]
  : Plain<Q>
export type Answer<Q extends Question> = Q extends WordedName
  ? (typeof WORDED)[Q] extends { answerOf: (answer: never) => infer Own }
    ? Own
    : MetricAnswer<Q>
  : MetricAnswer<Q>

/** How a question is asked, and what is made of its answer. */
export const worded = <Q extends Question>(question: Q): Worded<Q, Arguments<Q>, Answer<Q>> => {
  const plain: Worded<Q, Partial<Staged>, MetricAnswer<Q>> = {
    argsOf: (asking, args) => meant(question, asking, args),
    answerOf: (answer) => answer,
  }
  // A question's own arguments and answer go together, which the union of all of them does not say.
  return { ...plain, ...(WORDED as { [M in MetricName]?: object })[question] } as Worded<
    Q,
    Arguments<Q>,
    Answer<Q>
  >
}
