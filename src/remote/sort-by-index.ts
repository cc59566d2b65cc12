/** Rows in the order of the numbers that they come with; null where these are not 0, 1, 2 and so on, each once. */
export const sortByIndex = <Row extends { index?: unknown }>(rows: readonly Row[]): Row[] | null => {
  const ordered: Row[] = []
  for (const row of rows) {
    const index = Number.isInteger(row.index) ? (row.index as number) : -1
    if (index < 0 || index >= rows.length || index in ordered) return null
    ordered[index] = row
  }
  return ordered
}
