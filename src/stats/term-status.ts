/**
 * Why a term of a regression has no numbers, in the order in which terms are dropped. SEPARATED: the data predict
 * the outcome perfectly along this term, so that its maximum-likelihood estimate is infinite.
 */
export const TERM_STATUSES = [
  'ESTIMATED',
  'DROPPED_CONSTANT',
  'DROPPED_COLLINEAR',
  'DROPPED_VIF',
  'SEPARATED',
  'NOT_ESTIMABLE',
] as const
export type TermStatus = (typeof TERM_STATUSES)[number]
