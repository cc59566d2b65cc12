import { clipped } from '../domain/clipped.ts'
import { cellsOf, HEADER, type Report, summaryOf } from './report.ts'

const LONGEST = 60

/** A table for a terminal, and in a sentence what did not pass. */
export const terminalReport = (report: Report): string => {
  const { dataset, revision, verdicts } = report
  const rows = [HEADER, ...verdicts.map(cellsOf)].map((row) => row.map((cell) => clipped(cell, LONGEST)))
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd()
  const others = verdicts.filter(({ outcome }) => outcome !== 'PASS')
  return [
    ...rows.map(line),
    '',
    ...others.map(
      ({ outcome, name, message }) => `${outcome} ${clipped(name, LONGEST)}: ${clipped(message, 1000)}`,
    ),
    ...(others.length > 0 ? [''] : []),
    `${summaryOf(report)} (dataset "${dataset}", revision ${revision})`,
  ].join('\n')
}
