/** What one look at the installation found. A note is nothing that keeps it from working. */
export type Finding = {
  state: 'ok' | 'note' | 'failed'
  what: string
  found: string
  /** What to do, where there is something to do. */
  todo?: string
}

const MARKS = { ok: 'ok    ', note: 'note  ', failed: 'FAILED' } as const

export const textOf = ({ state, what, found, todo }: Finding): string => {
  const line = `${MARKS[state]}  ${what.padEnd(10)}  ${found}`
  return todo ? `${line}\n${' '.repeat(20)}→ ${todo}` : line
}

/** As people read it. */
export const sizeText = (bytes: number): string => {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return `${Math.ceil(bytes / 1e6)} MB`
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
