import type { SealError } from '../domain/errors.ts'
import type { PairFilter } from '../domain/pair-filter.ts'
import type { Frame, Outline } from '../frame/frame.ts'
import type { Subject } from '../frame/view.ts'
import type { Question } from './questions.ts'

/** What a worker begins with. `cancelled` holds 1, in shared memory, while nobody waits for its task; `niceness` is the system's. */
export type Setup = { databaseUrl: string; cancelled: Int32Array; niceness: number }

/** Some pairs of a frame as one audit sees them. */
export type About = { subject: Subject; where: PairFilter | null }

/** The same under a name, by which workers remember what they made of it. */
type Named = About & { name: string }

type Asked = {
  about: Named
  /** What a comparison compares it with. */
  other: Named | null
  texts: ReadonlyMap<string, Int32Array>
  question: Question
  arguments: unknown
}

/** What a worker is asked to do. */
export type Task =
  /** Read a dataset's frame: a Frame, or null where there is no such dataset. */
  | { type: 'load'; datasetId: number }
  /** Read what is known of a dataset without its columns: an Outline, or null where there is no such dataset. */
  | { type: 'outline'; datasetId: number }
  /** Read some pairs: a Frame that has no others. */
  | { type: 'rows'; datasetId: number; rowIds: readonly number[] }
  /** Find texts, for a while, in the pairs behind a row id: Found. */
  | { type: 'search'; datasetId: number; texts: readonly string[]; after: number }
  /** Read the texts of some pairs: PairTexts. */
  | { type: 'texts'; datasetId: number; rowIds: readonly number[] }
  /** Answer from a frame that was sent. */
  | ({ type: 'ask'; frameKey: string } & Asked)
  /** Have PostgreSQL answer. */
  | ({ type: 'query'; outline: Outline } & Asked)

/** Frames are sent once to each worker, before the first question about them. */
export type Request =
  | { id: number; task: Task }
  | { keep: { frameKey: string; frame: Frame } }
  | { forget: { frameKey: string } }

/** An error keeps its code on its way between threads; a defect has none. */
export type Failure = { message: string; code?: SealError['code']; stack?: string }
export type Reply = { id: number; result: unknown } | { id: number; failure: Failure }
