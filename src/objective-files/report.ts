import { rounded } from '../domain/words.ts'
import { OUTCOMES, type Outcome } from '../objectives/verdict.ts'

/** A verdict as GraphQL answers it. */
export type ReportedVerdict = {
  name: string
  outcome: Outcome
  asked: string
  estimate: {
    estimate: number | null
    confidenceInterval: { lower: number; upper: number; level: number } | null
  }
  adjustedPValue: number | null
  detectable: number | null
  pairs: number
  reason: string | null
  message: string
}

/** What became of all objectives of a file. */
export type Report = {
  dataset: string
  revision: number
  verdicts: readonly ReportedVerdict[]
}

export const countOf = ({ verdicts }: Report, wanted: Outcome): number =>
  verdicts.filter(({ outcome }) => outcome === wanted).length

/** As in: 3 PASS, 1 FAIL. */
export const summaryOf = (report: Report): string =>
  OUTCOMES.flatMap((outcome) => {
    const count = countOf(report, outcome)
    return count > 0 ? [`${count} ${outcome}`] : []
  }).join(', ')

const known = (value: number | null): string => (value === null ? '' : rounded(value))
const probability = (p: number | null): string => (p !== null && p < 0.001 ? '< 0.001' : known(p))

export const HEADER = ['', 'objective', 'number', 'interval', 'asked', 'adjusted p', 'detectable', 'pairs']

/** A verdict's cells under the header. */
export const cellsOf = (verdict: ReportedVerdict): string[] => {
  const { outcome, name, asked, estimate, adjustedPValue, detectable, pairs } = verdict
  const { confidenceInterval: interval } = estimate
  return [
    outcome,
    name,
    known(estimate.estimate),
    interval ? `${rounded(interval.lower)} to ${rounded(interval.upper)}` : '',
    asked,
    probability(adjustedPValue),
    known(detectable),
    String(pairs),
  ]
}
