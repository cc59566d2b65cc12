export const RUN_KINDS = [
  'PAIRS',
  'REWARDS',
  'LABELS',
  'REWRITES',
  'SCORING',
  'SIMILARITY',
  'LABELING',
  'REWRITING',
  'MEASURING',
] as const
export type RunKind = (typeof RUN_KINDS)[number]
export const RUN_STATES = ['RUNNING', 'DONE', 'INTERRUPTED', 'FAILED'] as const
export type RunState = (typeof RUN_STATES)[number]
