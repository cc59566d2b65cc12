import { PREFERENCES, type Preference } from '../domain/preference.ts'
import type { Cell } from '../pairs/pairs.ts'
import { alignedBy, type Index, preferenceOf } from '../pairs/terms.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { twoSampleTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { type Alignment, alignmentOf } from './alignment.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'

/** How the labeler's preference and models' go together (Figures 4 and 16). `share`: among labeled pairs. */
export type PreferenceSummary = {
  preference: Preference
  pairs: number
  share: number | null
  /** By model. */
  alignment: Alignment[]
  reason: string | null
}

/** In the order of PREFERENCES. */
export const preferences: Metric<{ models: readonly Model[]; labeler: Index }, PreferenceSummary[]> = async (
  { pairs, ties },
  { models, labeler },
) => {
  const cells = await pairs.count([preferenceOf(labeler), ...models.map(({ index }) => alignedBy(index))])
  const count = (is: (codes: Cell['codes']) => boolean) =>
    cells.reduce((sum, { codes, pairs }) => sum + (is(codes) ? pairs : 0), 0)
  const counts = PREFERENCES.map((_, at) => count(([preference]) => preference === at))
  const extent = await extentOf(pairs)
  const labeled = counts.reduce((sum, count) => sum + count, 0)
  const unlabeled =
    lacking(extent, [{ preference: labeler }]) ??
    'no pair of the slice has labels of its target features on both entries'
  return PREFERENCES.map((name, at) => {
    const of = (model: Model, index: number) => {
      const [misaligned, aligned] = [0, 1].map((code) =>
        count(([preference, ...alignment]) => preference === at && alignment[index] === code),
      )
      const unscored =
        lacking(extent, rewardsOf(model)) ??
        `no pair with this preference has both rewards of the ${model.called} model`
      const none = labeled === 0 ? unlabeled : counts[at] === 0 ? 'no pair has this preference' : unscored
      return alignmentOf({ aligned, pairs: misaligned + aligned, ties }, none)
    }
    return {
      preference: name,
      pairs: counts[at],
      share: labeled > 0 ? counts[at] / labeled : null,
      alignment: models.map(of),
      reason: labeled > 0 ? null : unlabeled,
    }
  })
}

/** `difference`: the score of the one minus the score of the other. */
export type AlignmentContrast = { difference: number; test: TestResult | null; reason: string | null }

/**
 * Whether the model is as well aligned where the labeler prefers one way as where it prefers another.
 * R: `t.test(aligned_a, aligned_b, var.equal = TRUE)` on 0 and 1
 */
export const alignmentContrast = (a: Alignment, b: Alignment): AlignmentContrast | null => {
  if (a.score === null || b.score === null) return null
  const sample = ({ aligned, pairs }: Alignment) =>
    sampleOfSums({ count: pairs, sum: aligned, sumOfSquares: aligned })
  const test = twoSampleTTest(sample(a), sample(b), { equalVariances: true })
  const untested =
    a.pairs + b.pairs < 3 ? 'two pairs have no spread' : 'the model does not vary on either side'
  return { difference: a.score - b.score, test, reason: test ? null : untested }
}
