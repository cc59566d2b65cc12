import type { PairRecord, ScoredPairRecord } from '../domain/records.ts'
import { readHhRlhf } from './hh-rlhf.ts'
import type { PairFormat } from './pair-formats.ts'
import type { PairOptions, PairStream } from './pair-stream.ts'
import { readRewardBench } from './rewardbench.ts'
import type { Source } from './source.ts'
import { readTrl } from './trl.ts'

export const READERS: Record<
  PairFormat,
  (source: Source, options: PairOptions) => PairStream<PairRecord | ScoredPairRecord>
> = { 'hh-rlhf': readHhRlhf, trl: readTrl, rewardbench: readRewardBench }
