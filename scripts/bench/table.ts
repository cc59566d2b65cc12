const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b)

/** The smallest value that a share of the values does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const ascending = sorted(values)
  return ascending[Math.min(ascending.length - 1, Math.max(0, Math.ceil(share * ascending.length) - 1))]
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** A Markdown table, aligned for the terminal too. */
export const printTable = (
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void => {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  console.log([`${title}\n`, line(header), rule, ...rows.map(line), ''].join('\n'))
}
