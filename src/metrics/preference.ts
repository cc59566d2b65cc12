import { PREFERENCES, type Preference } from '../domain/preference.ts'
import type { Cell, Pairs } from '../pairs/pairs.ts'
import { alignedBy, type Index, preferenceOf } from '../pairs/terms.ts'
import type { ClusteredCouple, ClusteredSample } from '../stats/clustered-sample.ts'
import { sampleOfSums } from '../stats/sample.ts'
import { clusteredTwoSampleTTest, twoSampleTTest } from '../stats/t-test.ts'
import type { TestResult } from '../stats/test-result.ts'
import { type Alignment, alignedShare, alignmentOf } from './alignment.ts'
import { extentOf, lacking, rewardsOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { ONE_PROMPT, sampledByPrompt } from './samples.ts'

/** How the labeler's preference and models' go together (Figures 4 and 16). `share`: among labeled pairs. */
export type PreferenceSummary = {
  preference: Preference
  pairs: number
  share: number | null
  /** By model. */
  alignment: PreferenceAlignment[]
  reason: string | null
}

/** A model's alignment where the labeler has one preference, against that where it has others; null: there is none. */
export type PreferenceAlignment = Alignment & { contrasts: Record<Preference, AlignmentContrast | null> }

/** Each model's alignment under each preference by prompt, with what any two preferences share; null: no prompt has several pairs. */
const samplesOf = async (pairs: Pairs, models: readonly Model[], labeler: Index) => {
  const size = PREFERENCES.length
  const samples = models.flatMap((model) =>
    PREFERENCES.map((_, at) => ({
      term: alignedShare(model),
      where: { code: preferenceOf(labeler), isOneOf: [at] },
    })),
  )
  const couples = samples.flatMap((_, index) =>
    PREFERENCES.map((_, other) => [index, index - (index % size) + other] as const),
  )
  const sampled = await sampledByPrompt(pairs, samples, couples)
  if (!sampled) return null
  const byModel = models.map((_, model) => sampled.samples.slice(model * size, (model + 1) * size))
  return {
    samples: byModel,
    clustered: (model: number, at: number, other: number): ClusteredTwo => ({
      samples: [byModel[model][at], byModel[model][other]],
      couple: sampled.couples[(model * size + at) * size + other],
    }),
  }
}

/** In the order of PREFERENCES. */
export const preferences: Metric<{ models: readonly Model[]; labeler: Index }, PreferenceSummary[]> = async (
  { pairs, ties },
  { models, labeler },
) => {
  const cells = await pairs.count([preferenceOf(labeler), ...models.map(({ index }) => alignedBy(index))])
  const count = (is: (codes: Cell['codes']) => boolean) =>
    cells.reduce((sum, { codes, pairs }) => sum + (is(codes) ? pairs : 0), 0)
  const sampled = await samplesOf(pairs, models, labeler)
  const counts = PREFERENCES.map((_, at) => count(([preference]) => preference === at))
  const extent = await extentOf(pairs)
  const labeled = counts.reduce((sum, count) => sum + count, 0)
  const unlabeled =
    lacking(extent, [{ preference: labeler }]) ??
    'no pair of the slice has labels of its target features on both entries'
  const alignments = models.map((model, index) =>
    PREFERENCES.map((_, at) => {
      const [misaligned, aligned] = [0, 1].map((code) =>
        count(([preference, ...alignment]) => preference === at && alignment[index] === code),
      )
      const unscored =
        lacking(extent, rewardsOf(model)) ??
        `no pair with this preference has both rewards of the ${model.called} model`
      const none = labeled === 0 ? unlabeled : counts[at] === 0 ? 'no pair has this preference' : unscored
      return alignmentOf({ aligned, pairs: misaligned + aligned, ties }, none, sampled?.samples[index][at])
    }),
  )
  const contrastsOf = (model: number, at: number) =>
    Object.fromEntries(
      PREFERENCES.map((name, other) => {
        const [a, b] = [at, other].map((one) => alignments[model][one])
        return [name, alignmentContrast(a, b, sampled?.clustered(model, at, other))]
      }),
    ) as PreferenceAlignment['contrasts']
  return PREFERENCES.map((name, at) => ({
    preference: name,
    pairs: counts[at],
    share: labeled > 0 ? counts[at] / labeled : null,
    alignment: alignments.map((all, model) => ({ ...all[at], contrasts: contrastsOf(model, at) })),
    reason: labeled > 0 ? null : unlabeled,
  }))
}

const UNVARIED = 'the model does not vary on either side'

/** `difference`: the score of the one minus the score of the other. */
export type AlignmentContrast = { difference: number; test: TestResult | null; reason: string | null }

/** What a test counts of prompts that two alignments share. */
type ClusteredTwo = { samples: readonly [ClusteredSample, ClusteredSample]; couple: ClusteredCouple }

/**
 * Whether the model is as well aligned where the labeler prefers one way as where it prefers another.
 * R: `t.test(aligned_a, aligned_b, var.equal = TRUE)` on 0 and 1; where pairs share prompts
 * `vcovCL(lm(aligned ~ preference), cluster = prompt, type = 'HC1')`
 */
export const alignmentContrast = (
  a: Pick<Alignment, 'score' | 'aligned' | 'pairs'>,
  b: Pick<Alignment, 'score' | 'aligned' | 'pairs'>,
  clustered?: ClusteredTwo,
): AlignmentContrast | null => {
  if (a.score === null || b.score === null) return null
  const difference = a.score - b.score
  // A preference against itself has its pairs once.
  const pairs = a === b ? a.pairs : a.pairs + b.pairs
  if (clustered && clustered.couple.clusters < pairs) {
    const { samples, couple } = clustered
    const test = clusteredTwoSampleTTest(...samples, couple)
    return { difference, test, reason: test ? null : couple.clusters < 2 ? ONE_PROMPT : UNVARIED }
  }
  const sample = ({ aligned, pairs }: Pick<Alignment, 'aligned' | 'pairs'>) =>
    sampleOfSums({ count: pairs, sum: aligned, sumOfSquares: aligned })
  const test = twoSampleTTest(sample(a), sample(b))
  const untested = a.pairs + b.pairs < 3 ? 'two pairs have no spread' : UNVARIED
  return { difference, test, reason: test ? null : untested }
}
