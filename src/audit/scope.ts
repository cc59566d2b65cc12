import type { Loaded } from '../engine/loaded.ts'
import type { PairFilter } from './pair-filter.ts'
import type { Subject } from './subject.ts'

/** Some pairs of a revision as one audit sees them. */
export type Slice = { subject: Subject; where: PairFilter | null }

/** What a question is about: a slice, and the one that it is compared with. */
export type Scope = Slice & { loaded: Loaded; other?: Slice }
