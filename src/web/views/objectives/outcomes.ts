import { count } from '../../format/numbers.ts'
import type { Outcome } from '../../generated/documents.ts'

/** How a verdict looks and reads: its mark says the same as its color. The worst comes first. */
export const OUTCOMES: Record<Outcome, { mark: string; words: string }> = {
  FAIL: { mark: '✗', words: 'fails' },
  INCONCLUSIVE: { mark: '?', words: 'can’t be told' },
  PASS: { mark: '✓', words: 'holds' },
}

const ORDER = Object.keys(OUTCOMES) as Outcome[]

type Judged = { outcome: Outcome }

/** What fails first, what holds last; else as they are kept. */
export const worstFirst = <Verdict extends Judged>(verdicts: readonly Verdict[]): Verdict[] =>
  [...verdicts].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))

/** How many objectives fail, as a headline. */
export const headlineOf = (verdicts: readonly Judged[]): string => {
  const times = (outcome: Outcome) => verdicts.filter((one) => one.outcome === outcome).length
  const [failing, open, all] = [times('FAIL'), times('INCONCLUSIVE'), count(verdicts.length)]
  const unclear = open === 0 ? '' : `; of ${count(open)} the data can’t tell`
  if (failing === 0) return open === 0 ? `All ${all} hold` : `None of ${all} fails${unclear}`
  return `${count(failing)} of ${all} ${failing === 1 ? 'fails' : 'fail'}${unclear}`
}
