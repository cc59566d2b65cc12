import type { SealError } from '../domain/errors.ts'
import type { Frame, Outline } from '../frame/frame.ts'
import type { MetricName } from '../metrics/metrics.ts'
import type { TextMatches } from '../pairs/columns/condition.ts'
import type { Condition } from '../pairs/terms.ts'
import type { SliceChange } from '../store/named-slices.ts'

/**
 * What a worker begins with. `cancelled` holds 1, in shared memory, while nobody waits for its task; `niceness` is the system's;
 * `columnsDirectory`: where columns are kept, if they are.
 */
export type Setup = {
  databaseUrl: string
  cancelled: Int32Array
  niceness: number
  columnsDirectory?: string
}

/** Some pairs; null: all. */
export type Some = { where: Condition | null }

/** The same under a name, by which workers remember what they made of it. */
export type NamedPairs = Some & { name: string }

type Asked = {
  about: NamedPairs
  /** What a comparison compares it with. */
  other: NamedPairs | null
  metric: MetricName
  args: unknown
}

/** What a worker is asked to do. */
export type Task =
  /** Read a dataset's frame: a Frame, or null where there is no such dataset. */
  | { type: 'load'; datasetId: number }
  /** Read what is known of a dataset without its columns: an Outline, or null where there is no such dataset. */
  | { type: 'outline'; datasetId: number }
  /** Read what may have changed where columns have not: KeptData, or null where there is no such dataset. */
  | { type: 'keptData'; datasetId: number }
  /** Change named slices: whether they were those that were seen. */
  | ({ type: 'changeSlices'; datasetId: number } & SliceChange)
  /** Read some pairs: a Frame that has no others. */
  | { type: 'rows'; datasetId: number; rowIds: readonly number[] }
  /** Find texts, for a while, in the pairs behind a row id: Found. */
  | { type: 'search'; datasetId: number; texts: readonly string[]; after: number }
  /** Read the texts of some pairs: PairTexts. */
  | { type: 'texts'; datasetId: number; rowIds: readonly number[] }
  /** Answer from a frame that was sent. */
  | ({ type: 'ask'; frameKey: string; texts: TextMatches } & Asked)
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
