import type { Effect } from './effect.ts'
import { noEffects } from './no-effects.ts'
import { pairEffects } from './pair-effects.ts'

/** PAIR: the paper's fixed effect, one intercept per pair. NONE: one common intercept (the reference code). */
export const EFFECTS = ['PAIR', 'NONE'] as const
export type Effects = (typeof EFFECTS)[number]

export const EFFECT: Record<Effects, Effect> = { PAIR: pairEffects, NONE: noEffects }
