import type { NumberTerm } from '../pairs/terms.ts'
import { clusteredVariance } from '../stats/clustered-sample.ts'
import { clusteredTTest } from '../stats/t-test.ts'
import { extentOf, lacking } from './lacking.ts'
import type { Metric } from './metric.ts'
import type { Prevalence } from './prevalence.ts'
import { ONE_PROMPT } from './samples.ts'

const SAMPLES = ['CHOSEN', 'REJECTED', 'DIFFERENCE'] as const

const untested = (count: number, clusters: number): string => {
  if (count === 1) return 'one pair has no spread'
  return clusters < 2 ? ONE_PROMPT : 'every pair has the same difference, or they cancel within prompts'
}

/**
 * Means of every measure, as `prevalence` has them of labels; `feature` is an index into all features.
 * R: `m <- lm(chosen - rejected ~ 1); vcovCL(m, cluster = prompt, type = 'HC1')`, t with prompts − 1 df.
 */
export const measureMeans: Metric<Record<never, never>, Prevalence[]> = async ({ pairs }) => {
  const { measures, taxonomy } = pairs.outline
  const term = (measure: number, of: (typeof SAMPLES)[number]): NumberTerm => ({
    ...{ number: 'MEASURE', measure, of },
    version: 'ORIGINAL',
  })
  const { samples } = await pairs.byPrompt(
    measures.flatMap((_, measure) =>
      SAMPLES.map((of) => ({ term: term(measure, of), where: { known: term(measure, 'DIFFERENCE') } })),
    ),
  )
  const none = lacking(await extentOf(pairs), []) ?? 'no pair of the slice has this measure on both entries'
  return measures.map((_, measure) => {
    const [chosen, rejected, difference] = samples.slice(
      SAMPLES.length * measure,
      SAMPLES.length * (measure + 1),
    )
    const test = clusteredTTest(difference, null)
    const variance = clusteredVariance(difference)
    return {
      feature: taxonomy.features.length + measure,
      pairs: difference.count,
      chosen: chosen.mean,
      rejected: rejected.mean,
      difference: difference.mean,
      test,
      standardError: test && variance !== null ? Math.sqrt(variance) : null,
      reason: difference.count === 0 ? none : test ? null : untested(difference.count, difference.clusters),
    }
  })
}
