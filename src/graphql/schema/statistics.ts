import type { Heatmap, Histogram, Interval, Summary, TestResult } from '../../metrics/result-types.ts'
import { builder } from '../builder.ts'
import { inTurns } from '../turns.ts'

export const IntervalType = builder.objectRef<Interval>('Interval').implement({
  fields: (t) => ({
    level: t.exposeFloat('level'),
    lower: t.exposeFloat('lower'),
    upper: t.exposeFloat('upper'),
  }),
})

export const TestType = builder.objectRef<TestResult>('Test').implement({
  fields: (t) => ({ statistic: t.exposeFloat('statistic'), pValue: t.exposeFloat('pValue') }),
})

export const HistogramType = builder.objectRef<Histogram>('Histogram').implement({
  description:
    'counts[i] is of edges[i] <= x < edges[i+1]; the last bin is closed. Both are empty without values.',
  fields: (t) => ({ edges: t.exposeFloatList('edges'), counts: t.exposeIntList('counts') }),
})

export const HeatmapType = builder.objectRef<Heatmap>('Heatmap').implement({
  fields: (t) => ({
    xEdges: t.exposeFloatList('xEdges'),
    yEdges: t.exposeFloatList('yEdges'),
    counts: t.field({
      type: t.listRef(['Int']),
      description: 'counts[y][x]',
      resolve: ({ counts }, _, { signal }) => inTurns(counts, signal) as Iterable<number[]>,
    }),
  }),
})

export const SummaryType = builder.objectRef<Summary>('Summary').implement({
  fields: (t) => ({
    count: t.exposeInt('count'),
    mean: t.exposeFloat('mean', { nullable: true }),
    median: t.exposeFloat('median', { nullable: true }),
    standardDeviation: t.exposeFloat('standardDeviation', { nullable: true }),
    min: t.exposeFloat('min', { nullable: true }),
    max: t.exposeFloat('max', { nullable: true }),
  }),
})

/** Of an interval that stands beside p-values that are corrected. */
export const UNCORRECTED =
  'At `level`, on the distribution of pValue. It is not corrected for there being several terms, as adjustedPValue is: it can leave out 0 where that is large.'

/** Says why numbers of a type are null. */
export const REASON = 'Why numbers here are null; null when none is.'
