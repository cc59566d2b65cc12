import { InvalidInput } from '../domain/errors.ts'
import type { Sample } from '../pairs/pairs.ts'
import { type Condition, type Index, marginOf, type NumberTerm, signOf } from '../pairs/terms.ts'
import { edgesOver } from '../stats/binning.ts'
import { scoreOf } from '../stats/sigmoid.ts'
import type { TTest } from '../stats/t-test.ts'
import { unscored } from './alignment.ts'
import { byCode } from './counts.ts'
import { type AgreementRate, agreementRate } from './labeler-agreement-rate.ts'
import { extentOf } from './lacking.ts'
import { meanOf, withoutTest } from './mean.ts'
import type { Metric, Model } from './metric.ts'
import { sampledByPrompt } from './samples.ts'

/** Pairs on which the model is about as confident: from ≤ confidence < to, the last bin closed. */
export type CalibrationBin = {
  from: number
  to: number
  pairs: number
  /** Mean of the pairs'. */
  confidence: number | null
  agreement: AgreementRate
}

export type Calibration = {
  pairs: number
  /** Mean of −log p, p being the probability that the model gives to the chosen entry; its error, and a test against 0. */
  logLoss: number | null
  standardError: number | null
  test: TTest | null
  /** Mean of (1 − p)². */
  brier: number | null
  /** How far confidence and agreement are apart, a mean over pairs by their bins. */
  expectedCalibrationError: number | null
  bins: CalibrationBin[]
  reason: string | null
}

const INDIFFERENT = 'the model gives both entries the same reward wherever it has scored them'
/** Each has samples of its own, all of one statement. */
const MOST_BINS = 100

const edgesOf = (bins: number): number[] => {
  if (bins > MOST_BINS) throw new InvalidInput(`invalid bins: ${bins}; a whole number from 1 to ${MOST_BINS}`)
  return edgesOver([0.5, 1], { bins })
}

/** A margin of such confidence either way; by margins, as that is what is at hand. Equal rewards have none. */
const within = (margin: NumberTerm, from: number, to: number): Condition => {
  const [least, next] = [Math.max(scoreOf(from), Number.MIN_VALUE), scoreOf(to)]
  const above = (gte: number): Condition => ({ number: margin, gte, lte: null })
  const below = (lte: number): Condition => ({ number: margin, gte: null, lte })
  if (to === 1) return { any: [above(least), below(-least)] }
  return {
    any: [{ all: [above(least), { not: above(next) }] }, { all: [below(-least), { not: below(-next) }] }],
  }
}

/** The samples of a bin: confidence, and 1 where the human chose what the model prefers, else 0. */
const samplesOf = (model: Index, from: number, to: number): Sample[] => {
  const margin = marginOf(model)
  const where = within(margin, from, to)
  return [
    { term: { number: 'CONFIDENCE', model }, where },
    { term: { number: 'SCORE', of: signOf(margin), scores: [0, null, 1] }, where },
  ]
}

const distance = (bins: readonly CalibrationBin[]): number | null => {
  const pairs = bins.reduce((sum, bin) => sum + bin.pairs, 0)
  const apart = ({ pairs, confidence, agreement: { rate } }: CalibrationBin) =>
    pairs * Math.abs((confidence ?? 0) - (rate ?? 0))
  return pairs > 0 ? bins.reduce((sum, bin) => sum + apart(bin), 0) / pairs : null
}

/**
 * Sigmoid of the margin, taken for the probability p that the human chose the chosen entry. As that entry is the chosen one by
 * definition, bins are of the confidence max(p, 1 − p) in the entry that the model prefers, against how often the human chose it.
 * Where rewards are equal the model prefers neither: these pairs have a loss, but are in no bin.
 */
export const calibration: Metric<{ model: Model; bins: number }, Calibration> = async (
  { pairs },
  { model, bins: binCount },
) => {
  const edges = edgesOf(binCount)
  const loss = (by: 'LOG' | 'SQUARE'): Sample => ({ term: { number: 'LOSS', model: model.index, by } })
  const { samples } = await pairs.byPrompt([
    loss('SQUARE'),
    ...edges.slice(1).flatMap((to, bin) => samplesOf(model.index, edges[bin], to)),
  ])
  const [brier, ...ofBins] = samples
  const [, equal] = await byCode(pairs, signOf(marginOf(model.index)))
  const bins = edges.slice(1).map((to, bin): CalibrationBin => {
    const [confident, right] = ofBins.slice(2 * bin, 2 * bin + 2)
    const CHOSEN = Math.round(right.count * (right.mean ?? 0))
    const counts = { CHOSEN, REJECTED: right.count - CHOSEN, INDIFFERENT: bin === 0 ? equal : 0 }
    const none = 'the model is so confident on no pair of the slice'
    const agreement = agreementRate(counts, none, right, INDIFFERENT)
    return { from: edges[bin], to, pairs: right.count, confidence: confident.mean, agreement }
  })
  const summary = await pairs.summary([loss('LOG')])
  const sample = (await sampledByPrompt(pairs, [loss('LOG')]))?.samples[0]
  const { mean: logLoss, standardError, test } = meanOf(summary, sample)
  const expectedCalibrationError = distance(bins)
  const known =
    expectedCalibrationError === null ? INDIFFERENT : test ? null : withoutTest('losses', summary, sample)
  return {
    pairs: summary.count,
    ...{ logLoss, standardError, test, brier: brier.mean, expectedCalibrationError, bins },
    reason: summary.count === 0 ? unscored(await extentOf(pairs), model) : known,
  }
}
