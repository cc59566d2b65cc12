import type { HeadName } from './heads.ts'

/** What a worker opens its session with. */
export type Setup = { file: string; providers: readonly string[]; head: HeadName }

/** Token ids of a batch, rows × length, padded behind. */
export type Feed = {
  rows: number
  length: number
  ids: BigInt64Array
  mask: BigInt64Array
  types: BigInt64Array
}

/** What the session says of its model. */
export type Opened = { inputs: readonly string[]; output: string; outputType: string }

export type Request = { id: number; feed: Feed } | { close: true }
export type Reply =
  | { opened: Opened }
  | { unusable: string }
  /** Of all its texts, one behind the other. */
  | { id: number; numbers: Float32Array }
  | { id: number; failure: string }
