import { PREFERENCES, type Preference } from '../domain/preference.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import type { Slice } from '../frame/slice.ts'
import { isScored } from '../frame/view.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { twoSampleTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { type Alignment, alignmentOf, isAligned } from './alignment.ts'
import { type Extent, extentOf, lacking } from './lacking.ts'

/** How the labeler's preference and the models' go together (Figures 4 and 16). `share`: among labeled pairs. */
export type PreferenceSummary = {
  preference: Preference
  pairs: number
  share: number | null
  alignment: Record<Stage, Alignment>
  reason: string | null
}

/** In the order of PREFERENCES. */
export const preferences = (slice: Slice): PreferenceSummary[] => {
  const { view, rows } = slice
  const pairs = PREFERENCES.map(() => 0)
  const scored = STAGES.map(() => PREFERENCES.map(() => 0))
  const aligned = STAGES.map(() => PREFERENCES.map(() => 0))
  const { preference } = view
  for (const row of rows) if (preference[row] >= 0) pairs[preference[row]]++
  STAGES.forEach((stage, index) => {
    const rewards = view.rewards(stage)
    if (!rewards) return
    for (const row of rows) {
      if (preference[row] < 0 || !isScored(rewards, row)) continue
      scored[index][preference[row]]++
      if (isAligned(rewards, row)) aligned[index][preference[row]]++
    }
  })
  return preferencesOf({ pairs, scored, aligned }, extentOf(slice))
}

/** Pairs of each preference, and those that the model of each stage has scored and that it is aligned on. */
export type PreferenceCounts = {
  pairs: readonly number[]
  scored: readonly (readonly number[])[]
  aligned: readonly (readonly number[])[]
}

/** From counts in the order of PREFERENCES, those of models by STAGES. */
export const preferencesOf = (
  { pairs, scored, aligned }: PreferenceCounts,
  extent: Extent,
): PreferenceSummary[] => {
  const labeled = pairs.reduce((sum, count) => sum + count, 0)
  const unlabeled =
    lacking(extent, ['PREFERENCE']) ??
    'no pair of the slice has labels of its target features on both entries'
  return PREFERENCES.map((name, at) => {
    const of = (stage: Stage) => {
      const index = STAGES.indexOf(stage)
      const unscored =
        lacking(extent, [stage]) ?? `no pair with this preference has both rewards of the ${stage} model`
      const none = labeled === 0 ? unlabeled : pairs[at] === 0 ? 'no pair has this preference' : unscored
      return alignmentOf(aligned[index][at], scored[index][at], none)
    }
    return {
      preference: name,
      pairs: pairs[at],
      share: labeled > 0 ? pairs[at] / labeled : null,
      alignment: { PRE: of('PRE'), POST: of('POST') },
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
