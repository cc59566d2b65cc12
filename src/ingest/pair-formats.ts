import { arena, arenaVotes } from './arena.ts'
import { helpSteer2, helpSteer3 } from './helpsteer.ts'
import { helpSteerRatings } from './helpsteer-ratings.ts'
import { hhRlhf } from './hh-rlhf.ts'
import { nectar } from './nectar.ts'
import { oasst, oasstMessages } from './oasst.ts'
import type { PairFormat } from './pair-format.ts'
import { pairedAnswers } from './paired-answers.ts'
import { pkuSafeRlhf } from './pku-saferlhf.ts'
import { rewardBench } from './rewardbench.ts'
import { rewardBench2, rewardBench2Scores } from './rewardbench-2.ts'
import { rmBench } from './rm-bench.ts'
import { rmb, rmbBestOfN } from './rmb.ts'
import { shp } from './shp.ts'
import { summarizeFromFeedback } from './summarize-from-feedback.ts'
import { trl } from './trl.ts'
import { ultraFeedback } from './ultrafeedback.ts'
import { webgpt } from './webgpt.ts'

/** All formats, the general ones first. */
export const PAIR_FORMATS = [
  hhRlhf,
  trl,
  rewardBench,
  webgpt,
  summarizeFromFeedback,
  helpSteer2,
  helpSteer3,
  helpSteerRatings,
  pkuSafeRlhf,
  shp,
  arena,
  arenaVotes,
  pairedAnswers,
  ultraFeedback,
  nectar,
  rewardBench2,
  rewardBench2Scores,
  rmBench,
  rmb,
  rmbBestOfN,
  oasst,
  oasstMessages,
] as const

export type FormatName = (typeof PAIR_FORMATS)[number]['name']
export const FORMAT_NAMES = PAIR_FORMATS.map(({ name }) => name)

/** The formats whose files have the rewards of a model, for messages. */
export const SCORED_FORMATS = PAIR_FORMATS.flatMap(({ name, ...format }: PairFormat) =>
  format.isScored ? [name] : [],
).join(', ')

export const formatOf = (name: FormatName): PairFormat => PAIR_FORMATS.find((format) => format.name === name)!
