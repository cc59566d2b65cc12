import { counted, named, percent, probability, rounded } from '../domain/words.ts'
import type { Finder } from './finding.ts'
import { isShown, type WeakSlice, weakSlices } from './weak-slices.ts'

/** The value that the pairs of a slice have, or the ends of its numbers. */
const valueText = ({ isBoolean, key, where: { measure, attribute } }: WeakSlice): string => {
  const { gte, lte } = measure ?? attribute ?? {}
  if (isBoolean) return key === '0' ? 'no' : 'yes'
  if (gte == null || lte == null) return named(key)
  return gte === lte ? rounded(gte) : `${rounded(gte)} to ${rounded(lte)}`
}

/** Where the model goes wrong most, as far as one thing can say. */
export const weakest: Finder = async (looking) => {
  const { names } = looking
  if (names.post === null) return []
  const [worst, ...others] = (await weakSlices(looking, 'POST')).filter(isShown)
  if (!worst) return []
  const { by, ofChosen, part, rest, adjustedPValue: pValue } = worst
  const [here, elsewhere] = [part, rest].map(({ score }) => percent(score as number))
  const sentence = `It goes wrong most at “${named(by)}: ${valueText(worst)}”${ofChosen ? ' of the chosen response' : ''}: there ${names.post} sides with people on ${here} of ${counted(part.pairs, 'pair')}, elsewhere on ${elsewhere} (${probability(pValue)}).`
  return [
    { kind: 'WEAK_SLICE', sentence, evidence: 'weakSlices', feature: null, pValue, others: others.length },
  ]
}
