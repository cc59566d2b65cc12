/** The statistics that metrics are made of, for whoever shows them. */
export type { Heatmap } from '../stats/heatmap.ts'
export type { Histogram } from '../stats/histogram.ts'
export type { Summary } from '../stats/summary.ts'
export type { TestResult } from '../stats/test-result.ts'
export type { Interval } from '../stats/wilson.ts'
