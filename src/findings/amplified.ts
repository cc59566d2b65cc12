import { allFeatures, type NamedFeature } from '../domain/measure.ts'
import { named, percent, probability } from '../domain/words.ts'
import type { TermDifference } from '../metrics/comparison.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../metrics/regression-options.ts'
import { adjustPValues } from '../stats/p-adjust.ts'
import { sigmoid } from '../stats/sigmoid.ts'
import { FEWEST_PROMPTS, type Finder, type Finding, LEVEL, type Looking } from './finding.ts'

const KINDS = ['AMPLIFIED', 'NEGLECTED'] as const
type Kind = (typeof KINDS)[number]

/** Of either kind. */
const MOST = 2

/** A term of the amplification: log-odds of what the model and people choose, with p-values of both and of their difference. */
type Tested = Record<'model' | 'human' | 'difference', { estimate: number; pValue: number }> & {
  feature: number
  /** Of the difference, by size: what is told first. */
  statistic: number
  options: RegressionOptions
}

const SIDES = ['model', 'human', 'difference'] as const

/** What labels say, and what is measured of texts: each over pairs of its own. */
const optionsOf = ({ outline, isLabeled }: Looking): RegressionOptions[] => {
  const measured = outline.measures.filter(({ source }) => source === 'TEXT').map(({ name }) => name)
  const options = { ...DEFAULT_OPTIONS, scale: 'STANDARDIZED' as const }
  return isLabeled && measured.length > 0 ? [options, { ...options, features: measured }] : [options]
}

const testedOf = (
  {
    name: { feature },
    estimate,
    statistic,
    pValue,
    first,
    second,
    firstPValue,
    secondPValue,
  }: TermDifference,
  options: RegressionOptions,
): Tested[] => {
  const of = (estimate: number | null, pValue: number | null) =>
    estimate === null || pValue === null ? null : { estimate, pValue }
  const [model, human, difference] = [of(first, firstPValue), of(second, secondPValue), of(estimate, pValue)]
  return model && human && difference
    ? [{ feature, statistic: Math.abs(statistic ?? 0), options, model, human, difference }]
    : []
}

/** p-values by Holm over all that were looked at. */
const corrected = (terms: readonly Tested[]): Tested[] => {
  const result = terms.map((term) => ({ ...term }))
  for (const side of SIDES) {
    const adjusted = adjustPValues(
      terms.map((term) => term[side].pValue),
      'HOLM',
    )
    result.forEach((term, index) => {
      term[side] = { ...term[side], pValue: adjusted[index] }
    })
  }
  return result
}

const isShown = ({ pValue }: { pValue: number }) => pValue < LEVEL
const goTogether = (a: { estimate: number }, b: { estimate: number }) => a.estimate * b.estimate > 0

/**
 * The model goes by it, and further than people do; or people do, and the model less. Both, the number and the difference,
 * must be shown: an indifferent model makes less of much, and more of nothing.
 */
const kindOf = ({ model, human, difference }: Tested): Kind | null => {
  if (!isShown(difference)) return null
  if (isShown(model) && goTogether(model, difference)) return 'AMPLIFIED'
  return isShown(human) && !goTogether(human, difference) ? 'NEGLECTED' : null
}

/** How often the entry with more of something wins against one that is equal otherwise. */
const often = ({ estimate }: { estimate: number }): string => percent(sigmoid(estimate))

const sentenceOf = (
  kind: Kind,
  { model, human, difference }: Tested,
  feature: NamedFeature,
  { pre, post }: Looking['names'],
  before: number | null,
): string => {
  const does = difference.estimate > 0 ? 'favours' : 'avoids'
  const title = `“${named(feature.title)}”`
  const said =
    kind === 'AMPLIFIED' ? `${does} ${title} more than people do` : `goes by ${title} less than people do`
  const one = feature.kind === 'BOOLEAN' ? 'one that has it' : 'one with a standard deviation more of it'
  const earlier = before === null ? '' : `; ${pre}, before training: ${often({ estimate: before })}`
  return `${post} ${said}: of two otherwise equal responses it prefers the ${one} ${often(model)} of the time, people ${often(human)} (${probability(difference.pValue)}${earlier}).`
}

/** What the model makes of a feature before training; null: there is no such model, or it can't be told. */
const beforeTraining = async (
  { ask, names }: Looking,
  { feature, options }: Tested,
): Promise<number | null> => {
  if (names.pre === null) return null
  const { terms } = await ask('choices', { by: 'MODEL', stage: 'PRE', options })
  return terms.find(({ name }) => name?.feature === feature)?.estimate ?? null
}

/** What the model makes more of than people do, and less. */
export const amplified: Finder = async (looking) => {
  const { ask, names, outline, isSelectedByRewards } = looking
  if (names.post === null || isSelectedByRewards) return []
  const { prompts } = await ask('alignment', { stage: 'POST' })
  if (prompts < FEWEST_PROMPTS) return []
  const features = allFeatures(outline)
  const terms: Tested[] = []
  for (const options of optionsOf(looking)) {
    const { terms: found } = await ask('amplification', { stage: 'POST', options })
    terms.push(...found.flatMap((term) => testedOf(term, options)))
  }
  const shown = corrected(terms)
    .flatMap((term) => {
      const kind = kindOf(term)
      return kind ? [{ kind, term }] : []
    })
    .sort((a, b) => b.term.statistic - a.term.statistic)
  const most = KINDS.flatMap((kind) => {
    const alike = shown.filter((one) => one.kind === kind)
    return alike.slice(0, MOST).map((one) => ({ ...one, others: Math.max(0, alike.length - MOST) }))
  })
  const findings: Finding[] = []
  for (const { kind, term, others } of most) {
    const before = await beforeTraining(looking, term)
    findings.push({
      kind,
      sentence: sentenceOf(kind, term, features[term.feature], names, before),
      evidence: 'amplification',
      feature: term.feature,
      pValue: term.difference.pValue,
      others,
    })
  }
  return findings
}
