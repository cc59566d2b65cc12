/** The statistics that metrics are made of, for whoever shows them. */
export { ERROR_TYPES, type ErrorType } from '../stats/covariance.ts'
export type { Interval } from '../stats/interval.ts'
export { PENALTIES, type Penalty } from '../stats/logit.ts'
export { CORRECTIONS, type Correction } from '../stats/p-adjust.ts'
export type { Summary } from '../stats/summary.ts'
export { TERM_STATUSES, type TermStatus } from '../stats/term-status.ts'
export type { TestResult } from '../stats/test-result.ts'
export type { Heatmap, Histogram } from './histogram.ts'
