import { clipped } from '../domain/clipped.ts'
import { cellsOf, HEADER, type Report, summaryOf } from './report.ts'

const LONGEST = 1000

/** What would be markup, as HTML has it: no renderer takes that for anything but text. */
const escaped = (text: string): string =>
  clipped(text, LONGEST).replace(
    /[^\p{L}\p{N}\s.,;:+−–“”…()%/'=-]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  )

const ICONS = { PASS: '✅', FAIL: '❌', INCONCLUSIVE: '❔' }

/** For a pull request: a table, and in a sentence what did not pass. */
export const markdownReport = (report: Report): string => {
  const { dataset, revision, verdicts } = report
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rows = verdicts.map((verdict) => {
    const [outcome, ...rest] = cellsOf(verdict)
    return line([`${ICONS[verdict.outcome]} ${outcome}`, ...rest.map(escaped)])
  })
  const others = verdicts.filter(({ outcome }) => outcome !== 'PASS')
  return [
    `### Objectives: ${summaryOf(report)}`,
    '',
    `Dataset ${escaped(dataset)}, revision ${revision}.`,
    '',
    line(HEADER),
    line(HEADER.map(() => '---')),
    ...rows,
    '',
    ...others.map(({ outcome, name, message }) => `- **${outcome}** ${escaped(name)}: ${escaped(message)}`),
    '',
  ].join('\n')
}
