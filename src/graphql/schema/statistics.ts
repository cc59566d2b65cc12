import type { Estimate } from '../../metrics/regression-result.ts'
import type { Heatmap, Histogram, Interval, Summary, TestResult } from '../../metrics/result-types.ts'
import { builder } from '../builder.ts'
import { inTurns } from '../turns.ts'

export const IntervalType = builder.objectRef<Interval>('Interval').implement({
  description: 'A confidence interval; both ends belong to it.',
  fields: (t) => ({
    level: t.exposeFloat('level', { description: 'Its confidence level, such as 0.95.' }),
    lower: t.exposeFloat('lower', { description: 'Lower end.' }),
    upper: t.exposeFloat('upper', { description: 'Upper end.' }),
  }),
})

export const TestType = builder.objectRef<TestResult>('Test').implement({
  description: 'A significance test.',
  fields: (t) => ({
    statistic: t.exposeFloat('statistic', {
      description: "t of a t-test; (n₊ − n₋)/2 of a sign test; min(b, c) of McNemar's.",
    }),
    pValue: t.exposeFloat('pValue', { description: 'Two-sided, from 0 to 1, not corrected.' }),
  }),
})

export const HistogramType = builder.objectRef<Histogram>('Histogram').implement({
  description:
    'How many values lie in each of some adjoining bins: counts[i] is of edges[i] <= x < edges[i+1]; the last bin has its upper end, too. Both lists are empty without values.',
  fields: (t) => ({
    edges: t.exposeFloatList('edges', { description: 'One more than there are bins, ascending.' }),
    counts: t.exposeIntList('counts', { description: 'How many values each bin has.' }),
  }),
})

export const HeatmapType = builder.objectRef<Heatmap>('Heatmap').implement({
  description: "How many pairs lie in each cell of a plane. Both axes are cut like a histogram's.",
  fields: (t) => ({
    xEdges: t.exposeFloatList('xEdges', { description: 'One more than there are columns, ascending.' }),
    yEdges: t.exposeFloatList('yEdges', { description: 'One more than there are rows, ascending.' }),
    counts: t.field({
      type: t.listRef(['Int']),
      description: 'How many pairs: counts[y][x] is of the row y and the column x, both from 0.',
      resolve: ({ counts }, _, { signal }) => inTurns(counts, signal) as Iterable<number[]>,
    }),
  }),
})

export const SummaryType = builder.objectRef<Summary>('Summary').implement({
  description: 'Some numbers in a few. R: summary, sd.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many there are.' }),
    mean: t.exposeFloat('mean', { description: 'Their mean. Null without numbers.', nullable: true }),
    median: t.exposeFloat('median', { description: 'Their median. Null without numbers.', nullable: true }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      description: 'Of a sample (n − 1). Null for fewer than two.',
      nullable: true,
    }),
    min: t.exposeFloat('min', { description: 'The smallest. Null without numbers.', nullable: true }),
    max: t.exposeFloat('max', { description: 'The largest. Null without numbers.', nullable: true }),
  }),
})

/** Of an interval that stands beside p-values that are corrected. */
export const UNCORRECTED =
  'At `level`, on the distribution of pValue. It is not corrected for there being several terms, as adjustedPValue is: it can leave out 0 where that is large.'

export const EstimateType = builder.objectRef<Estimate>('Estimate').implement({
  description:
    'A number with its test against 0. Where nothing says how wrong it is, all but the number is null.',
  fields: (t) => ({
    estimate: t.exposeFloat('estimate', {
      description: 'In the units of what is estimated.',
      nullable: true,
    }),
    standardError: t.exposeFloat('standardError', { description: 'Of the estimate.', nullable: true }),
    statistic: t.exposeFloat('statistic', { description: 'estimate / standardError.', nullable: true }),
    pValue: t.exposeFloat('pValue', { description: 'Two-sided, not corrected.', nullable: true }),
    confidenceInterval: t.expose('confidenceInterval', {
      type: IntervalType,
      nullable: true,
      description: 'On the distribution of pValue, not corrected.',
    }),
  }),
})

/** Says why numbers of a type are null. */
export const REASON = 'Why numbers here are null; null when none is.'
