import { marginOf, type NumberTerm, signOf } from '../pairs/terms.ts'
import type { ClusteredSample } from '../stats/clustered-sample.ts'
import { adjustPValues } from '../stats/p-adjust.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { signTest } from '../stats/sign-test.ts'
import { clusteredTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { type Alignment, alignmentOf } from './alignment.ts'
import { type AgreementRate, agreementRate } from './labeler-agreement-rate.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { ONE_PROMPT, sharesPrompts } from './samples.ts'

/**
 * A measure as a reward model: it chooses the entry with the higher, or the lower value, whichever is chosen by the human more
 * often. `feature` is an index into all features. Pairs with equal values are ties, as the human's are.
 */
export type Ruler = {
  feature: number
  higherWins: boolean
  alignment: Alignment
  test: TestResult | null
  /** The test's, by Holm over all measures that have one. */
  adjustedPValue: number | null
  /** With the model, on the pairs of the alignment; INDIFFERENT where its rewards are equal. */
  modelAgreement: AgreementRate
  reason: string | null
}

/** The signs of a pair's difference in a measure: the rejected entry has more of it, or the chosen one. */
const UNEQUAL = [0, 2]

/** 1 where a product is positive, 0 where it is negative. */
const share = (...of: NumberTerm[]): NumberTerm => ({
  number: 'SCORE',
  of: signOf(...of),
  scores: [0, null, 1],
})

/** Of the lower value instead of the higher one: all signs are the others. */
const turned = (sample: ClusteredSample): ClusteredSample => ({
  ...sample,
  mean: sample.mean === null ? null : 1 - sample.mean,
})

/** Ones in a sample of zeros and ones. */
const ones = ({ count, mean }: ClusteredSample): number => Math.round(count * (mean ?? 0))

/** Are as many right as wrong? R: `binom.test(right, pairs)`; where pairs share prompts `vcovCL(lm(right - 0.5 ~ 1))` */
const testOf = (sample: ClusteredSample): TestResult | null => {
  const { count } = sample
  const right = ones(sample)
  if (count === 0 || !sharesPrompts(sample)) return signTest(right, count - right)
  const { variance } = sampleOfSums({ count, sum: right, sumOfSquares: right })
  return clusteredTTest({ ...sample, mean: right / count - 0.5 }, variance)
}

const untested = ({ clusters }: ClusteredSample): string =>
  clusters < 2 ? ONE_PROMPT : 'it is right on every pair, or rights and wrongs are as many in every prompt'

/** R: `p.adjust(p, 'holm')` over those that have a test. */
export const correctRulers = (rulers: readonly Omit<Ruler, 'adjustedPValue'>[]): Ruler[] => {
  const adjusted = adjustPValues(
    rulers.flatMap(({ test }) => test?.pValue ?? []),
    'HOLM',
  ).values()
  return rulers.map((ruler) => ({ ...ruler, adjustedPValue: ruler.test && adjusted.next().value! }))
}

/** Every NUMERIC measure, the best first; of equally good ones by name. */
export const rulers: Metric<{ model: Model }, Ruler[]> = async ({ pairs, ties }, { model }) => {
  const { measures, taxonomy } = pairs.outline
  const numeric = measures.flatMap(({ kind, name }, measure) =>
    kind === 'NUMERIC' ? [{ measure, name }] : [],
  )
  const margin = marginOf(model.index)
  const { samples } = await pairs.byPrompt(
    numeric.flatMap(({ measure }) => {
      const term: NumberTerm = { number: 'MEASURE', measure, of: 'DIFFERENCE', version: 'ORIGINAL' }
      const is = (isOneOf: readonly number[]) => ({ code: signOf(term), isOneOf })
      return [
        { term: share(term) },
        { term, where: is([1]) },
        { term: share(term, margin) },
        { term: margin, where: { all: [is(UNEQUAL), { code: signOf(margin), isOneOf: [1] }] } },
      ]
    }),
  )
  const extent = await extentOf(pairs)
  const unmeasured = lacking(extent, []) ?? 'no pair of the slice has this measure on both entries'
  const unscored =
    lacking(extent, rewardsOf(model)) ??
    `no pair with different values has both rewards of the ${model.called} model`
  const all = numeric
    .map(({ measure, name }, index) => {
      const [higher, equal, same, indifferent] = samples.slice(4 * index, 4 * index + 4)
      const higherWins = 2 * ones(higher) >= higher.count
      const [right, agreed] = higherWins ? [higher, same] : [turned(higher), turned(same)]
      const none = equal.count > 0 ? 'every pair has the same value on both entries' : unmeasured
      const test = testOf(right)
      const ruler = {
        feature: taxonomy.features.length + measure,
        higherWins,
        alignment: alignmentOf(
          { aligned: ones(right), pairs: right.count, ties: ties + equal.count },
          none,
          right,
        ),
        test,
        modelAgreement: agreementRate(
          {
            CHOSEN: ones(agreed),
            REJECTED: agreed.count - ones(agreed),
            INDIFFERENT: indifferent.count,
          },
          right.count === 0 ? none : unscored,
          agreed,
          'the model gives both entries the same reward wherever it has scored them',
        ),
        reason: test ? null : right.count === 0 ? none : untested(right),
      }
      return { name, ruler }
    })
    .sort(
      (a, b) =>
        (b.ruler.alignment.score ?? -1) - (a.ruler.alignment.score ?? -1) || (a.name < b.name ? -1 : 1),
    )
    .map(({ ruler }) => ruler)
  return correctRulers(all)
}
