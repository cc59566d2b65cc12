/** Where long work says how far it is. */
export type Progress = {
  /** Rows so far; bytes of the input so far and in all. */
  update(state: { rows: number; bytes: number; totalBytes: number }): void
  /** One line for people, shown whatever the progress looks like. */
  notice(line: string): void
}
