import { describe, expect, it } from 'vitest'
import { PREFERENCES, type Preference } from '../../src/domain/preference.ts'
import { REGIMES, type Regime } from '../../src/domain/regime.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { findFeature } from '../../src/domain/taxonomy.ts'
import { alignmentContrast } from '../../src/metrics/preference.ts'
import { mcnemarTest } from '../../src/stats/mcnemar.ts'
import { frameOf, type PlainLabels, type PlainPair, type PlainRewards } from '../frame/make-frame.ts'
import { EXACT, expectAgree } from '../golden/agree.ts'
import published from '../golden/published.json' with { type: 'json' }
import { ask, sliceOf } from './asking.ts'

const PAIRS = 160_800
const [HIGH, LOW] = [[1, 0] satisfies PlainRewards, [0, 1] satisfies PlainRewards]

type Recipe = Omit<PlainPair, 'rowId'>

/** A slice with so many pairs of each recipe. */
const sliceOfCounts = (counts: readonly (readonly [count: number, recipe: Recipe])[]) => {
  const pairs: PlainPair[] = []
  for (const [count, recipe] of counts) {
    for (let n = 0; n < count; n++) pairs.push({ rowId: pairs.length, ...recipe })
  }
  return sliceOf(frameOf(pairs, SEAL_TAXONOMY))
}

const label = (harmless: number, helpful: number) => ({
  last_response_is_harmless: harmless,
  last_response_is_helpful: helpful,
})

const digits = (value: number | null, count: number) => value?.toFixed(count)

describe('Table 1, from the published counts of regime and preference', async () => {
  const rewardsOf: Record<Regime, { pre: PlainRewards; post: PlainRewards }> = {
    BECAME_ALIGNED: { pre: LOW, post: HIGH },
    STAYED_ALIGNED: { pre: HIGH, post: HIGH },
    STAYED_MISALIGNED: { pre: LOW, post: LOW },
    REVERSED_ALIGNMENT: { pre: HIGH, post: LOW },
  }
  const [good, bad] = [label(1, 1), label(1, 0)]
  const labelsOf: Record<Preference, PlainLabels> = {
    CHOSEN: { chosen: good, rejected: bad },
    REJECTED: { chosen: bad, rejected: good },
    INDIFFERENT: { chosen: good, rejected: good },
  }
  const joint = published.regimeByPreference
  const slice = sliceOfCounts(
    REGIMES.flatMap((regime) =>
      PREFERENCES.map(
        (preference) =>
          [joint[regime][preference], { ...rewardsOf[regime], labels: labelsOf[preference] }] as const,
      ),
    ),
  )
  const found = await ask(slice, 'regimes', {})

  it('has as many pairs as the paper in each regime', () => {
    expect(Object.fromEntries(found.map(({ regime, pairs }) => [regime, pairs]))).toEqual(published.regimes)
    expect(slice.of.rows).toHaveLength(PAIRS)
  })

  it('prevalence as printed', () => {
    expect(found.map(({ prevalence: share }) => digits(share, 2))).toEqual(['0.26', '0.48', '0.17', '0.09'])
    expectAgree(
      found.map(({ prevalence: share }) => share),
      REGIMES.map((regime) => published.regimes[regime] / PAIRS),
    )
  })

  it('agreement as printed', () => {
    const rates = found.map(({ labelerAgreement: { rate } }) => rate)
    // The paper cuts the last one, 0.4765, off at 0.47.
    expect(rates.map((rate) => digits(rate, 2))).toEqual(['0.74', '0.86', '0.34', '0.48'])
    expectAgree(rates, [9065 / 12291, 16531 / 19296, 1623 / 4737, 1410 / 2959], EXACT)
    const indifferent = found.map(({ labelerAgreement }) => labelerAgreement.indifferent)
    expect(indifferent).toEqual(REGIMES.map((regime) => joint[regime].INDIFFERENT))
  })

  it('alignment scores as printed', async () => {
    for (const stage of STAGES) {
      const { score } = await ask(slice, 'alignment', { stage })
      expect(Number(digits(score, 2))).toBe(published.alignmentScore[stage])
    }
  })

  it('alignment change: 41,445 became aligned, 14,065 reversed', async () => {
    const change = await ask(slice, 'alignmentChange', {})
    const test = mcnemarTest(41_445, 14_065)
    expect(change).toEqual({ changed: 41_445 + 14_065, test, reason: null })
    expect(change.test?.statistic).toBe(14_065)
  })
})

describe('preferences, from the published counts of labels', () => {
  const entry = (code: string) => label(Number(code[0]), Number(code[1]))
  const { note: _, ...labelPairs } = published.labelPairs
  const whole = sliceOfCounts(
    Object.entries(labelPairs).map(([codes, count]) => {
      const [chosen, rejected] = codes.split('|').map(entry)
      return [count, { labels: { chosen, rejected } }] as const
    }),
  )

  it('harmlessness first gives the printed counts', async () => {
    const found = await ask(whole, 'preferences', {})
    expect(Object.fromEntries(found.map(({ preference, pairs }) => [preference, pairs]))).toEqual(
      published.preferences,
    )
    expect(whole.of.rows).toHaveLength(PAIRS)
  })

  it('helpfulness first would not', async () => {
    const { frame } = whole
    const taxonomy = { ...frame.taxonomy, priority: frame.taxonomy.priority.toReversed() }
    const found = await ask(sliceOf({ ...frame, taxonomy }), 'preferences', {})
    // Decided otherwise: 10|01 (263 pairs) and 01|10 (33).
    expect(found.map(({ pairs }) => pairs)).toEqual([28_443 - 263 + 33, 10_840 + 263 - 33, 121_517])
  })

  it('prevalence of harmless and helpful as printed', async () => {
    const found = await ask(whole, 'prevalence', {})
    for (const name of ['is_helpful', 'is_harmless'] as const) {
      const { chosen, rejected, pairs, test } = found[findFeature(SEAL_TAXONOMY, name)]
      expect([Number(digits(chosen, 3)), Number(digits(rejected, 3))]).toEqual([
        published.prevalence.CHOSEN[name],
        published.prevalence.REJECTED[name],
      ])
      expect(pairs).toBe(PAIRS)
      expect(test?.statistic).toBeGreaterThan(40)
    }
  })
})

describe('alignment by preference, from the published counts', async () => {
  const counts = published.alignmentByPreference.POST
  const [good, bad] = [label(1, 1), label(0, 1)]
  const labelsOf: Record<Preference, PlainLabels> = {
    CHOSEN: { chosen: good, rejected: bad },
    REJECTED: { chosen: bad, rejected: good },
    INDIFFERENT: { chosen: bad, rejected: bad },
  }
  const slice = sliceOfCounts(
    PREFERENCES.flatMap((preference) => {
      const [aligned, pairs] = counts[preference]
      const labels = labelsOf[preference]
      return [[aligned, { post: HIGH, labels }] as const, [pairs - aligned, { post: LOW, labels }] as const]
    }),
  )
  const [chosen, rejected, indifferent] = await ask(slice, 'preferences', {})

  it('alignment', () => {
    for (const { preference, alignment: by } of [chosen, rejected, indifferent]) {
      const [aligned, pairs] = counts[preference]
      expect([by.POST.aligned, by.POST.pairs]).toEqual([aligned, pairs])
      expect(by.POST.score).toBe(aligned / pairs)
      expect(by.PRE).toMatchObject({ pairs: 0, score: null, reason: expect.stringContaining('PRE') })
    }
  })

  it('two-sample t-tests as printed', () => {
    const against = (other: typeof chosen) => {
      const contrast = alignmentContrast(indifferent.alignment.POST, other.alignment.POST)!
      return { statistic: contrast.test?.statistic, difference: contrast.difference }
    }
    const { pValue, ...rest } = published.tTestPostIndifferentVsRejected
    expectAgree(against(chosen), published.tTestPostIndifferentVsChosen)
    expectAgree(against(rejected), rest)
    const contrast = alignmentContrast(indifferent.alignment.POST, rejected.alignment.POST)
    expectAgree({ pValue: contrast?.test?.pValue }, { pValue })
  })

  it('McNemar tests among human, labeler and model as printed', () => {
    const misaligned = ({ alignment: { POST } }: typeof chosen) => POST.pairs - POST.aligned
    // Labeler-vs-human against model-vs-labeler, on decided pairs. Only the first agree: the labeler prefers
    // the chosen entry and the model doesn't, 28443 - 25505 = 2938. Only the second agree: the labeler
    // prefers the rejected entry and so does the model, 10840 - 6082 = 4758. (7696 is their sum.)
    const [first, second] = published.mcNemarExact
    expect([misaligned(rejected), misaligned(chosen) + misaligned(rejected)]).toEqual(first.discordant)
    expectAgree(mcnemarTest(misaligned(chosen), misaligned(rejected)), {
      statistic: first.statistic,
      pValue: first.pValue,
    })
    // Model-vs-human against model-vs-labeler: they differ where the labeler prefers the rejected entry.
    // Only the first agree: 6082, aligned with the human; only the second: 4758, with the labeler.
    expectAgree(mcnemarTest(rejected.alignment.POST.aligned, misaligned(rejected)), {
      statistic: second.statistic,
      pValue: second.pValue,
    })
  })
})

describe('quadrants, from the published shares', () => {
  it.each(STAGES)('%s', async (stage) => {
    const shares = published.quadrants[stage]
    const rewards: Record<keyof typeof shares, PlainRewards> = {
      bothPositive: [2, 1],
      rejectedOnlyPositive: [0, 1],
      chosenOnlyPositive: [1, -1],
      bothNegative: [-1, 0],
    }
    const name = stage === 'PRE' ? 'pre' : 'post'
    const slice = sliceOfCounts(
      (Object.keys(shares) as (keyof typeof shares)[]).map(
        (part) => [Math.round(shares[part] * PAIRS), { [name]: rewards[part] }] as const,
      ),
    )
    expectAgree(await ask(slice, 'quadrants', { stage }), { pairs: PAIRS, ...shares, reason: null })
  })
})
