import type { Frame, Outline } from '../frame/frame.ts'

/** A revision with the name that threads and caches know it by; `frame` is null where only PostgreSQL has the columns. */
export type Loaded = { frameKey: string; outline: Outline; frame: Frame | null }
