import type { Effect } from './effect.ts'
import { noEffects } from './no-effects.ts'
import { pairEffects } from './pair-effects.ts'
import { promptEffects } from './prompt-effects.ts'

/** Intercepts: PAIR, the paper's fixed effect, has one per pair; PROMPT one per prompt; NONE a common one (the reference code). */
export const EFFECTS = ['PAIR', 'NONE', 'PROMPT'] as const
export type Effects = (typeof EFFECTS)[number]

export const EFFECT: Record<Effects, Effect> = {
  PAIR: pairEffects,
  NONE: noEffects,
  PROMPT: promptEffects,
}
