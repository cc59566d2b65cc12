import { SIDES } from '../domain/side.ts'
import type { Pairs } from '../pairs/pairs.ts'
import { rewardOf } from '../pairs/terms.ts'
import type { Argument } from './field.ts'
import type { Model } from './metric.ts'

/** Whether rewards count from their model's mean over the entries of the slice, so that their own zero does not matter. */
export type Centred = { centred?: boolean | null }

/** Where each model's rewards count from; undefined: from 0. */
export const centresOf = (pairs: Pairs, models: readonly Model[], { centred }: Centred) =>
  centred
    ? Promise.all(
        models.map(async ({ index }) => {
          const { mean } = await pairs.summary(SIDES.map((side) => ({ term: rewardOf(index, side) })))
          return mean ?? 0
        }),
      )
    : undefined

export const CENTRED = {
  is: 'Boolean',
  default: false,
  about:
    "Of rewards less their model's mean over all entries of the slice that it has scored: then nothing depends on their zero.",
} as const satisfies Argument
