import { clipped } from '../domain/clipped.ts'
import { countOf, type Report, type ReportedVerdict } from './report.ts'

const LONGEST = 1000

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** As an attribute's value; what XML can't have at all is left out. */
const quoted = (text: string | number): string =>
  `"${clipped(String(text), LONGEST).replace(/[&<>"]/g, (character) => ENTITIES[character])}"`

const element = (name: string, attributes: Record<string, string | number>, inner = ''): string => {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}=${quoted(value)}`)
  return inner === '' ? `<${name}${given.join('')}/>` : `<${name}${given.join('')}>\n${inner}\n</${name}>`
}

const testCase = (dataset: string, { name, outcome, message }: ReportedVerdict): string => {
  const result = {
    PASS: '',
    FAIL: element('failure', { type: outcome, message }),
    INCONCLUSIVE: element('skipped', { message }),
  }
  return element('testcase', { classname: dataset, name }, result[outcome])
}

/** JUnit XML: FAIL is a failure; INCONCLUSIVE, which is neither passed nor failed, is skipped. */
export const junitReport = (report: Report): string => {
  const { dataset, revision, verdicts } = report
  const skipped = countOf(report, 'INCONCLUSIVE')
  const counts = { tests: verdicts.length, failures: countOf(report, 'FAIL'), errors: 0 }
  const properties = element('properties', {}, element('property', { name: 'revision', value: revision }))
  const cases = verdicts.map((verdict) => testCase(dataset, verdict))
  const suite = element('testsuite', { name: dataset, ...counts, skipped }, [properties, ...cases].join('\n'))
  const suites = element('testsuites', { name: 'objectives', ...counts }, suite)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}\n`
}
