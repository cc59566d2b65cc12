export const PAIR_FORMATS = ['hh-rlhf', 'trl', 'rewardbench'] as const
export type PairFormat = (typeof PAIR_FORMATS)[number]

/** The format whose files have the rewards of a model beside the pairs. */
export const SCORED_FORMAT = 'rewardbench' satisfies PairFormat
