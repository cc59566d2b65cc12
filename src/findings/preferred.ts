import { allFeatures } from '../domain/measure.ts'
import { adjustPValues } from '../stats/p-adjust.ts'
import { type Finder, LEVEL } from './finding.ts'
import { counted, percent, probability } from './words.ts'

/** Which number of the text people go by, as far as a single one can say. */
export const preferred: Finder = async ({ ask, outline }) => {
  const rulers = await ask('rulers', { stage: 'POST' })
  const tested = rulers.flatMap(({ test, ...ruler }) => (test ? [{ ...ruler, test }] : []))
  const adjusted = adjustPValues(
    tested.map(({ test }) => test.pValue),
    'HOLM',
  )
  const least = Math.min(...adjusted)
  if (!(least < LEVEL)) return []
  const { feature, higherWins, alignment } = tested[adjusted.indexOf(least)]
  const { title } = allFeatures(outline)[feature]
  const share = percent(alignment.score as number)
  const sentence = `People prefer the response ${higherWins ? 'with more' : 'with less'} “${title}” on ${share} of the ${counted(alignment.pairs, 'pair')} that differ in it (${probability(least)}).`
  return [{ kind: 'PREFERRED', sentence, evidence: 'rulers', feature, pValue: least }]
}
