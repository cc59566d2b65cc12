/** Where long work says how far it is. */
export type Progress = {
  /** To be called first when the work begins, with nothing done. Rows so far; bytes (or whatever the work is measured in) so far and in all; a note such as the cost so far. */
  update(state: { rows: number; bytes: number; totalBytes: number; note?: string }): void
  /** One line for people, shown whatever the progress looks like. */
  notice(line: string): void
}
