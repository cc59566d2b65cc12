/** A line of a file that contradicts what is stored. */
export type Finding = { rowId: number; reason: string }
