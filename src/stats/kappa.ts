export type Agreement = {
  /** Share on the diagonal; null when the table is empty. */
  agreement: number | null
  /** Null when chance alone would agree always (one value occurs), or the table is empty. */
  kappa: number | null
}

/**
 * Cohen's kappa, unweighted, of a square confusion table: `table[i][j]` counts what one rater gave value i
 * and the other value j. Values that don't occur change nothing. Computed in whole numbers.
 * R: `e1071::classAgreement(table)$kappa`.
 */
export const cohensKappa = (table: readonly (readonly number[])[]): Agreement => {
  const rows = table.map(() => 0)
  const columns = table.map(() => 0)
  let count = 0
  let agreed = 0
  table.forEach((row, i) => {
    row.forEach((cell, j) => {
      rows[i] += cell
      columns[j] += cell
      count += cell
      if (i === j) agreed += cell
    })
  })
  if (count === 0) return { agreement: null, kappa: null }
  const byChance = rows.reduce((sum, row, index) => sum + row * columns[index], 0)
  const possible = count ** 2
  const kappa = byChance === possible ? null : (count * agreed - byChance) / (possible - byChance)
  return { agreement: agreed / count, kappa }
}
