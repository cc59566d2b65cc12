import { type Finder, LEVEL } from './finding.ts'
import { weakSlices } from './weak-slices.ts'
import { counted, percent, probability } from './words.ts'

/** Where the model goes wrong most, as far as one thing can say. */
export const weakest: Finder = async (looking) => {
  const { names } = looking
  if (names.post === null) return []
  const [worst] = await weakSlices(looking, { stage: 'POST', first: 1 })
  if (!worst || worst.adjustedPValue === null || worst.adjustedPValue >= LEVEL) return []
  const { by, ofChosen, isBoolean, key, part, rest, adjustedPValue: pValue } = worst
  const [here, elsewhere] = [part, rest].map(({ score }) => percent(score as number))
  const value = isBoolean ? (key === '0' ? 'no' : 'yes') : key
  const sentence = `It goes wrong most at “${by}: ${value}”${ofChosen ? ' of the chosen response' : ''}: there ${names.post} sides with people on ${here} of ${counted(part.pairs, 'pair')}, elsewhere on ${elsewhere} (${probability(pValue)}).`
  return [{ kind: 'WEAK_SLICE', sentence, evidence: 'weakSlices', feature: null, pValue }]
}
