import type { Frame, Outline } from '../frame/frame.ts'

/** A revision with the name that threads and caches know it by; `columns` are null where only PostgreSQL has them. */
export type Loaded = { frameKey: string; frame: Outline; columns: Frame | null }
