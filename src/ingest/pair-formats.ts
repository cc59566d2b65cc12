import { hhRlhf } from './hh-rlhf.ts'
import { rewardBench } from './rewardbench.ts'
import { trl } from './trl.ts'

/** All formats, the general ones before those that ask for more keys. */
export const PAIR_FORMATS = [hhRlhf, trl, rewardBench] as const

export type FormatName = (typeof PAIR_FORMATS)[number]['name']
export const FORMAT_NAMES = PAIR_FORMATS.map(({ name }) => name)

/** The formats whose files have the rewards of a model, for messages. */
export const SCORED_FORMATS = PAIR_FORMATS.flatMap(({ name, isScored }) => (isScored ? [name] : [])).join(
  ', ',
)

export const formatOf = (name: FormatName) => PAIR_FORMATS.find((format) => format.name === name)!
