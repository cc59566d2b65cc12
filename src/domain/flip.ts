/** What rewriting did to a feature: the sign of rewritten minus original. */
export const FLIPS = ['GAINED', 'LOST'] as const
export type Flip = (typeof FLIPS)[number]
