import { parse } from 'junit2json'
import { describe, expect, it } from 'vitest'
import { junitReport } from '../../src/objective-files/junit.ts'
import { markdownReport } from '../../src/objective-files/markdown.ts'
import type { Report, ReportedVerdict } from '../../src/objective-files/report.ts'
import { terminalReport } from '../../src/objective-files/terminal.ts'

const verdict = (of: Partial<ReportedVerdict>): ReportedVerdict => ({
  name: 'alignment',
  outcome: 'PASS',
  asked: 'above 0.5',
  estimate: { estimate: 0.61234, confidenceInterval: { lower: 0.56, upper: 0.6601, level: 0.95 } },
  adjustedPValue: 1e-9,
  detectable: 0.0512,
  pairs: 600,
  reason: null,
  message: 'The alignment is 0.612.',
  ...of,
})

const HOSTILE = 'a]]> | <b title="x">&amp;\u0000\u001b[31m\n| `c` _d_ \\| @e <!-- \ud800 ✓ é'
/** The same where a line, a terminal and XML can have it. */
const TAMED = 'a]]> | <b title="x">&amp; [31m | `c` _d_ \\| @e <!-- ✓ é'

const REPORT: Report = {
  dataset: HOSTILE,
  revision: 7,
  verdicts: [
    verdict({}),
    verdict({ name: HOSTILE, outcome: 'FAIL', adjustedPValue: 0.98765, message: HOSTILE }),
    verdict({
      name: 'nothing',
      outcome: 'INCONCLUSIVE',
      estimate: { estimate: null, confidenceInterval: null },
      adjustedPValue: null,
      detectable: null,
      pairs: 0,
      reason: 'there is no pair',
      message: 'It can not be judged: there is no pair.',
    }),
  ],
}

describe('verdicts as JUnit XML', () => {
  it('are read back', async () => {
    const counts = { tests: 3, failures: 1, errors: 0, skipped: 1 }
    const testsuite = {
      name: TAMED,
      ...counts,
      properties: [{ name: 'revision', value: 7 }],
      testcase: [
        { classname: TAMED, name: 'alignment' },
        { classname: TAMED, name: TAMED, failure: [{ type: 'FAIL', message: TAMED }] },
        {
          classname: TAMED,
          name: 'nothing',
          skipped: [{ message: 'It can not be judged: there is no pair.' }],
        },
      ],
    }
    const { skipped: _, ...all } = counts
    expect(await parse(junitReport(REPORT))).toMatchObject({
      name: 'objectives',
      ...all,
      testsuite: [testsuite],
    })
  })
})

describe('verdicts as Markdown', () => {
  it('are a table whatever the names are', () => {
    const lines = markdownReport(REPORT).split('\n')
    const table = lines.filter((line) => line.startsWith('|'))
    expect(table.map((line) => line.split('|').length)).toEqual([10, 10, 10, 10, 10])
    expect(table[2]).toBe(
      '| ✅ PASS | alignment | 0.612 | 0.56 to 0.66 | above 0.5 | &#60; 0.001 | 0.0512 | 600 |',
    )
    expect(table[4]).toBe('| ❔ INCONCLUSIVE | nothing |  |  | above 0.5 |  |  | 0 |')
    const written = lines
      .join('\n')
      .replaceAll(/&#\d+;/g, '')
      .replaceAll(/\| --- |\*\*/g, '')
    for (const markup of ['<', '>', '`', '_', '*', '\\', '@', '[', ']', '&'])
      expect(written).not.toContain(markup)
    const decoded = lines.join('\n').replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    expect(decoded).toContain(`- **FAIL** ${TAMED}: ${TAMED}`)
    expect(decoded).toContain('### Objectives: 1 PASS, 1 FAIL, 1 INCONCLUSIVE')
  })
})

describe('verdicts at a terminal', () => {
  it('are a table, and in a sentence what did not pass', () => {
    expect(terminalReport({ ...REPORT, dataset: 'demo' })).toBe(
      [
        `              ${'objective'.padEnd(TAMED.length)}  number  interval      asked      adjusted p  detectable  pairs`,
        `PASS          ${'alignment'.padEnd(TAMED.length)}  0.612   0.56 to 0.66  above 0.5  < 0.001     0.0512      600`,
        `FAIL          ${TAMED}  0.612   0.56 to 0.66  above 0.5  0.988       0.0512      600`,
        `INCONCLUSIVE  ${'nothing'.padEnd(TAMED.length)}                        above 0.5                          0`,
        '',
        `FAIL ${TAMED}: ${TAMED}`,
        'INCONCLUSIVE nothing: It can not be judged: there is no pair.',
        '',
        '1 PASS, 1 FAIL, 1 INCONCLUSIVE (dataset "demo", revision 7)',
      ].join('\n'),
    )
  })
})
