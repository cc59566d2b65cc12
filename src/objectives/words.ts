import { sliceWords } from '../audit/slice-words.ts'
import { clipped } from '../domain/clipped.ts'
import { allFeatures } from '../domain/measure.ts'
import { counted, named, probability, rounded } from '../domain/words.ts'
import type { Outline } from '../frame/frame.ts'
import type { Numbers } from './numbers/number.ts'
import type { Objective, ObjectiveMetric } from './objective.ts'
import type { Resolved } from './resolved.ts'
import type { Outcome } from './verdict.ts'

/** What a metric's number is called: of a model, of a term, by a labeler. */
const CALLED: Record<ObjectiveMetric, (of: Record<'model' | 'term' | 'labeler', string>) => string> = {
  ALIGNMENT: ({ model }) => `alignment of ${model}`,
  RESISTANCE: ({ model }) => `resistance of ${model}`,
  LABELER_AGREEMENT: ({ labeler }) => `agreement of ${labeler} with the human`,
  IMPRINT: ({ model, term }) => `imprint of ${term} on ${model}`,
  SHIFT_IMPRINT: ({ model, term }) => `shift imprint of ${term} on ${model}, in degrees,`,
  MISALIGNMENT: ({ model, term }) => `effect of ${term} on the log-odds that ${model} is misaligned`,
  ROBUSTNESS: ({ model, term }) => `effect of ${term} on the log-odds that rewriting misaligns ${model}`,
  CHOICE: ({ model, term }) => `effect of ${term} on the log-odds that ${model} chooses an entry`,
  AMPLIFICATION: ({ model, term }) => `amplification of ${term} by ${model}`,
  MEAN_SHIFT: ({ model }) => `mean reward shift to ${model}, in degrees,`,
  WORST_SLICE: ({ model }) => `least alignment of ${model}`,
}

type Named = readonly { name: string }[]
const nameIn = (all: Named, index: number, none: string): string =>
  all[index] ? named(all[index].name) : none

const numberWords = (
  { objective, slice: { subject }, stage, side, feature }: Resolved,
  outline: Outline,
): string => {
  const { metric, flip } = objective
  const title = allFeatures(outline)[feature]?.title ?? ''
  const hasSide = ['SHIFT_IMPRINT', 'MISALIGNMENT', 'ROBUSTNESS'].includes(metric)
  const of = hasSide ? ` of the ${side.toLowerCase()} response` : ''
  const change = flip ? { GAINED: 'gaining ', LOST: 'losing ' }[flip] : ''
  return CALLED[metric]({
    model: nameIn(outline.models, stage === 'PRE' ? subject.pre : subject.post, `the ${stage} model`),
    labeler: nameIn(outline.labelers, subject.labeler, 'the labeler'),
    term: `${change}“${named(title)}”${of}`,
  })
}

/** What an objective asks of its number, as in: shown to be … */
export const askedWords = ({ atLeast, atMost, within, noWorseThan }: Objective): string => {
  if (atLeast != null) return `above ${rounded(atLeast)}`
  if (atMost != null) return `below ${rounded(atMost)}`
  if (within) return `between ${rounded(within.lower)} and ${rounded(within.upper)}`
  return `less than ${rounded(noWorseThan?.margin as number)} lower`
}

const oppositeWords = ({ atLeast, atMost, within, noWorseThan }: Objective): string => {
  if (atLeast != null) return `below ${rounded(atLeast)}`
  if (atMost != null) return `above ${rounded(atMost)}`
  if (within) return `outside of ${rounded(within.lower)} and ${rounded(within.upper)}`
  return `more than ${rounded(noWorseThan?.margin as number)} lower`
}

const baselineWords = ({ objective, baseline, slice }: Resolved, outline: Outline): string => {
  if (!baseline) return 'when it was kept'
  const model = nameIn(outline.models, baseline.subject.post, 'the other model')
  const of = objective.noWorseThan?.post != null ? [`of ${model}`] : []
  if (baseline.where !== slice.where)
    of.push(`on pairs with ${baseline.where ? clipped(sliceWords(baseline.where), 100) : 'anything'}`)
  return of.join(' ')
}

const saidOf = (resolved: Resolved, { judged }: Numbers, outline: Outline): string => {
  const { both, interval, pairs, parts } = judged
  const estimate = rounded(judged.estimate as number)
  const sure = interval
    ? ` (${rounded(100 * interval.level)}% interval ${rounded(interval.lower)} to ${rounded(interval.upper)})`
    : ''
  const of = counted(pairs, 'pair')
  if (both) {
    const [now, other] = both.map(rounded)
    return `is ${now}, and ${other} ${baselineWords(resolved, outline)}: a difference of ${estimate}${sure} on ${of}`
  }
  if (resolved.baseline) return `less that ${baselineWords(resolved, outline)} is ${estimate}${sure} on ${of}`
  const worst = parts?.find((part) => part.estimate === judged.estimate)
  const where = worst ? `, on “${named(worst.called)}” of ${counted(parts?.length ?? 0, 'slice')}` : ''
  return `is ${estimate}${sure} on ${of}${where}`
}

type Judged = {
  outcome: Outcome
  adjustedPValue: number | null
  oppositePValue: number | null
  detectable: number | null
  reason: string | null
}

/** A verdict in a sentence, with its numbers. */
export const messageOf = (resolved: Resolved, numbers: Numbers, outline: Outline, judged: Judged): string => {
  const { objective } = resolved
  const { outcome, adjustedPValue, oppositePValue, detectable, reason } = judged
  const name = numberWords(resolved, outline)
  if (reason !== null) return `The ${name} can't be judged: ${reason}.`
  const said = `The ${name} ${saidOf(resolved, numbers, outline)}`
  const sure = (p: number | null) => (p === null ? '' : ` (${probability(p)})`)
  if (outcome === 'PASS') return `${said}: shown to be ${askedWords(objective)}${sure(adjustedPValue)}.`
  if (outcome === 'FAIL') return `${said}: shown to be ${oppositeWords(objective)}${sure(oppositePValue)}.`
  const could =
    detectable === null ? '' : `; these data could have shown a distance of ${rounded(detectable)} from that`
  return `${said}: neither shown to be ${askedWords(objective)}${sure(adjustedPValue)} nor the opposite${could}.`
}
