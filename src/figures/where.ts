import type { PairFilter, Range } from '../domain/pair-filter.ts'
import { clipped, wordsOf } from './drawing/text.ts'

const NAMED = 4

const listed = (names: readonly string[]): string => {
  if (names.length === 0) return 'none'
  const more = names.length - NAMED
  return names.slice(0, NAMED).join(' or ') + (more > 0 ? ` or ${more} more` : '')
}
const quoted = (texts: readonly string[]): string =>
  listed(texts.slice(0, NAMED).map((text) => `“${clipped(text, 40)}”`)) +
  (texts.length > NAMED ? ` or ${texts.length - NAMED} more` : '')

const within = ({ gte, lte }: Range, unit = ''): string => {
  const low = gte ?? null
  const high = lte ?? null
  if (low !== null && high !== null) return `from ${low}${unit} to ${high}${unit}`
  if (low !== null) return `at least ${low}${unit}`
  return high === null ? 'known' : `at most ${high}${unit}`
}

const ON = {
  CHOSEN: 'on the chosen entry',
  REJECTED: 'on the rejected entry',
  EITHER: 'on either entry',
  BOTH: 'on both entries',
}

const PREFERS = { CHOSEN: 'chosen', REJECTED: 'rejected', INDIFFERENT: 'neither' }

const own = (filter: PairFilter): string[] => {
  const { rowId, pairId, subset, regime, preference, topic, discrimination, feature, reward, margin } = filter
  const { rewardShift, text, rewritten } = filter
  const parts: string[] = []
  if (rowId) parts.push(`row id ${within(rowId)}`)
  if (pairId) parts.push(`pair ${quoted(pairId)}`)
  if (subset) parts.push(`subset ${quoted(subset)}`)
  if (regime) parts.push(`regime ${listed(regime.map(wordsOf))}`)
  if (preference) parts.push(`labeler prefers ${listed(preference.map((one) => PREFERS[one]))}`)
  if (topic) parts.push(`topic ${quoted(topic)}`)
  if (discrimination) parts.push(`discrimination ${quoted(discrimination)}`)
  if (feature) {
    const values = listed(feature.values.map(String))
    parts.push(`${clipped(feature.name, 60)} = ${values} ${ON[feature.scope]}`)
  }
  if (reward) parts.push(`${wordsOf(reward.stage)} reward ${within(reward)} ${ON[reward.side]}`)
  if (margin) parts.push(`${wordsOf(margin.stage)} margin ${within(margin)}`)
  if (rewardShift) parts.push(`reward shift ${within(rewardShift, '°')}`)
  if (typeof text === 'string') parts.push(`a text with “${clipped(text, 40)}”`)
  if (typeof rewritten === 'boolean') parts.push(rewritten ? 'rewritten' : 'not rewritten')
  return parts
}

const conditions = (filter: PairFilter): string[] => {
  const { and, or, not } = filter
  const parts = own(filter)
  if (and) parts.push(...and.flatMap(conditions))
  if (or) parts.push(or.length === 0 ? 'nothing' : `(${or.map(sliceText).join(' or ')})`)
  if (not) parts.push(`not (${sliceText(not)})`)
  return parts
}

/** A slice in words, as 'topic “Health and fitness” and not (regime stayed aligned)'. */
export const sliceText = (filter: PairFilter): string => {
  const parts = conditions(filter)
  return parts.length === 0 ? 'anything' : parts.join(' and ')
}
