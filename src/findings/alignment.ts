import { counted, percent, points, probability, range } from '../domain/words.ts'
import { alignmentInterval } from '../metrics/alignment.ts'
import { type Finder, LEVEL, type Looking } from './finding.ts'

/** How that is to before training; nothing where there is no model before it, or nobody scored the same pairs with both. */
const changed = async ({ ask, names }: Looking, score: number, pairs: number): Promise<string> => {
  if (names.pre === null) return ''
  const before = await ask('alignment', { stage: 'PRE' })
  if (before.score === null || before.pairs !== pairs) return ''
  const { test } = await ask('alignmentChange', {})
  const difference = score - before.score
  const than = `than ${names.pre} before training`
  if (difference === 0) return `, as often as ${names.pre} before training`
  const more = difference > 0 ? 'more' : 'fewer'
  const sure =
    test === null
      ? ''
      : test.pValue < LEVEL
        ? ` (${probability(test.pValue)})`
        : `, which may be chance (${probability(test.pValue)})`
  return `, ${points(Math.abs(difference))} ${more} ${than}${sure}`
}

/** On how many pairs the model sides with people, and what training did to that. */
export const alignment: Finder = async (looking) => {
  const { ask, names } = looking
  if (names.post === null) return []
  const found = await ask('alignment', { stage: 'POST' })
  if (found.score === null) return []
  const interval = alignmentInterval(found, 0.95)
  const sure = interval ? ` (95% interval ${range(interval)})` : ''
  const change = await changed(looking, found.score, found.pairs)
  const sentence = `${names.post} sides with people on ${percent(found.score)} of ${counted(found.pairs, 'pair')}${sure}${change}.`
  return [{ kind: 'ALIGNMENT', sentence, evidence: 'alignment', feature: null, pValue: null, others: 0 }]
}
