import { allFeatures } from '../domain/measure.ts'
import { counted, named, percent, probability } from '../domain/words.ts'
import { type Finder, LEVEL } from './finding.ts'

/** Which number of the text people go by, as far as a single one can say. */
export const preferred: Finder = async ({ ask, outline }) => {
  const rulers = await ask('rulers', { stage: 'POST' })
  const least = Math.min(...rulers.map(({ adjustedPValue }) => adjustedPValue ?? 1))
  const shown = rulers.filter(({ adjustedPValue }) => (adjustedPValue ?? 1) < LEVEL)
  const surest = rulers.find(({ adjustedPValue }) => adjustedPValue === least)
  if (!surest || least >= LEVEL) return []
  const { feature, higherWins, alignment } = surest
  const { title } = allFeatures(outline)[feature]
  const share = percent(alignment.score as number)
  const sentence = `People prefer the response whose “${named(title)}” is ${higherWins ? 'higher' : 'lower'} on ${share} of the ${counted(alignment.pairs, 'pair')} that differ in it (${probability(least)}).`
  return [
    {
      ...{ kind: 'PREFERRED', sentence, evidence: 'rulers', feature, pValue: least },
      others: shown.length - 1,
    },
  ]
}
