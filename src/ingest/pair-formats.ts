import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { readHhRlhf } from './hh-rlhf.ts'
import type { PairOptions, PairStream } from './pair-stream.ts'
import { readRewardBench } from './rewardbench.ts'
import type { Source } from './source.ts'
import { readTrl } from './trl.ts'

export const PAIR_FORMATS = ['hh-rlhf', 'trl', 'rewardbench'] as const
export type PairFormat = (typeof PAIR_FORMATS)[number]

/** The format whose files have the rewards of a model beside the pairs. */
export const SCORED_FORMAT = 'rewardbench' satisfies PairFormat

export const READERS: Record<
  PairFormat,
  (source: Source, options: PairOptions) => PairStream<PairRecord | ScoredPairRecord>
> = { 'hh-rlhf': readHhRlhf, trl: readTrl, rewardbench: readRewardBench }
