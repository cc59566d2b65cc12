import { beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type Arguments, type Question, worded } from '../../src/audit/questions.ts'
import { STAGES } from '../../src/domain/stage.ts'
import type { Outline } from '../../src/frame/frame.ts'
import { type Alignment, alignmentInterval } from '../../src/metrics/alignment.ts'
import { agreementRateInterval } from '../../src/metrics/labeler-agreement-rate.ts'
import { meanEstimate } from '../../src/metrics/mean.ts'
import { compute } from '../../src/metrics/metrics.ts'
import { differenceInterval } from '../../src/metrics/prevalence.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import type { Estimate, Regression } from '../../src/metrics/regression-result.ts'
import type { Pairs } from '../../src/pairs/pairs.ts'
import type { Condition } from '../../src/pairs/terms.ts'
import type { Interval } from '../../src/stats/interval.ts'
import type { TTest } from '../../src/stats/t-test.ts'
import type { TestResult } from '../../src/stats/test-result.ts'
import { databases } from '../databases.ts'
import { type PlainPair, TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import {
  ALL_ERRORS,
  type Contrast,
  type Fit,
  type PromptPairs,
  prompts,
  type Term,
} from '../golden/prompts.ts'
import type { Inference } from '../golden/regression.ts'
import { connected, EXECUTORS, written } from './both-executors.ts'

const NAMES = TAXONOMY.features.map(({ name }) => name)
const EFFECTS = ['PAIR', 'NONE', 'PROMPT'] as const
const OPTIONS: RegressionOptions = { ...DEFAULT_OPTIONS, maxVif: null, correction: 'NONE' }

/** The golden pairs, by the order that they are in. */
const plainPairs = (data: PromptPairs): PlainPair[] =>
  data.group.map((group, rowId) => {
    const side = (columns: PromptPairs['chosen']) =>
      columns.some((column) => column[rowId] === null)
        ? undefined
        : Object.fromEntries(NAMES.map((name, feature) => [name, columns[feature][rowId] as number]))
    return {
      rowId,
      group,
      pre: [data.preChosen[rowId], data.preRejected[rowId]],
      post: [data.postChosen[rowId], data.postRejected[rowId]],
      labels: { chosen: side(data.chosen), rejected: side(data.rejected) },
    }
  })

const askedOf =
  (outline: Outline, pairs: Pairs, other: Pairs | null = null) =>
  async <Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answer<Q>> => {
    const { argsOf, answerOf } = worded(question)
    const subject = outline.defaults
    return answerOf(
      await compute(question, { pairs, other }, argsOf({ outline, subject, other: subject }, args)),
    )
  }

const inferenceOf = ({ standardError, statistic, pValue, confidenceInterval: interval }: Estimate) =>
  interval && { standardError, statistic, pValue, lower: interval.lower, upper: interval.upper }

const testOf = ({ statistic, pValue }: TestResult) => ({ statistic, pValue })

type Share = Pick<Alignment, 'pairs' | 'prompts' | 'aligned' | 'designEffect'>
/** As R's file has it. */
const shareOf = ({ pairs, prompts, aligned, designEffect }: Share, interval: Interval | null) =>
  pairs === 0
    ? { pairs, prompts }
    : {
        pairs,
        prompts,
        aligned,
        designEffect,
        interval: interval && { lower: interval.lower, upper: interval.upper },
      }

const titles = (term: string) =>
  term === '(Intercept)'
    ? 'intercept'
    : term.replace(/^([cr])\.(.*)$/, (_, side, name) => `${name} (${side})`)

/** A regression with some errors against R's. */
const expectFit = (found: Regression, golden: Fit, errors: (typeof ALL_ERRORS)[number]) => {
  expect(found.residualDegreesOfFreedom).toBe(golden.df)
  const all = [...(found.intercept ? [found.intercept] : []), ...found.terms]
  expect(all.map(({ title }) => title)).toEqual(golden.terms.map(({ term }) => titles(term)))
  all.forEach((term, index) => {
    const wanted = golden.terms[index]
    expectAgree(term.estimate, wanted.estimate, { relative: 1e-8, absolute: 1e-10 })
    expectAgree(inferenceOf(term), wanted[errors])
  })
}

/** The other one minus the one. */
const turned = (contrast: Contrast): Contrast =>
  contrast.map(({ term, estimate, CLUSTER, PROMPT }) => {
    const of = (test: Inference | null) =>
      test && { ...test, statistic: -test.statistic, lower: -test.upper, upper: -test.lower }
    return { term, estimate: -estimate, CLUSTER: of(CLUSTER), PROMPT: of(PROMPT) }
  })

const expectDifferences = (
  found: readonly (Estimate & { title: string; reason: string | null })[],
  golden: Term<'CLUSTER' | 'PROMPT'>[],
  errors: 'CLUSTER' | 'PROMPT',
  isSmall: boolean,
) => {
  const wanted = golden.filter(({ term }) => term !== '(Intercept)')
  expect(found.map(({ title }) => title)).toEqual(wanted.map(({ term }) => titles(term)))
  found.forEach((term, index) => {
    // R has the second less the first.
    const { estimate, [errors]: test } = wanted[index]
    // Of two or three prompts in all: R goes by those that vary in nothing.
    if (errors === 'PROMPT' && /it varies in (1 prompt|2 prompts) alone/.test(term.reason ?? '')) {
      expectAgree(term.estimate, -estimate, { relative: 1e-8, absolute: 1e-10 })
      expect([isSmall, term.pValue]).toEqual([true, null])
      return
    }
    expectAgree(term.estimate, -estimate, { relative: 1e-8, absolute: 1e-10 })
    expectAgree(
      inferenceOf(term),
      test && { ...test, statistic: -test.statistic, lower: -test.upper, upper: -test.lower },
    )
  })
}

describe.each(databases())('numbers that count prompts against R, $name', (databases) => {
  const connection = connected(databases)

  describe.each(Object.keys(prompts.answers))('%s', (name) => {
    const golden = prompts.answers[name]
    const pairCount = prompts.datasets[name].group.length
    const isSmall = name === 'two' || name === 'three'
    let dataset: Awaited<ReturnType<typeof written>>
    beforeAll(async () => {
      dataset = await written(connection(), plainPairs(prompts.datasets[name]))
    })

    describe.each(EXECUTORS)('%s', (executor) => {
      const ask = async <Q extends Question>(question: Q, args: Arguments<Q>) =>
        askedOf(dataset.outline, await dataset[executor](null))(question, args)
      /** Of the first and the last three fifths. */
      const askOfSlices = async <Q extends Question>(question: Q, args: Arguments<Q>) => {
        const half = Math.ceil(pairCount * 0.6)
        const range = (gte: number, lte: number): Condition => ({ number: { number: 'ROW_ID' }, gte, lte })
        const [first, second] = [range(0, half - 1), range(pairCount - half, pairCount - 1)]
        const { outline, [executor]: select } = dataset
        return askedOf(outline, await select(first), await select(second))(question, args)
      }

      it('shares, with their design effects', async () => {
        for (const stage of STAGES) {
          const found = await ask('alignment', { stage })
          expectAgree(shareOf(found, alignmentInterval(found, 0.95)), golden.alignment[stage])
        }
        for (const { preference, alignment } of await ask('preferences', {})) {
          const found = alignment.POST
          expectAgree(shareOf(found, alignmentInterval(found, 0.95)), golden.preferences[preference])
        }
        for (const { regime, labelerAgreement: rate } of await ask('regimes', {})) {
          const { agree, disagree, prompts, designEffect } = rate
          const share = { pairs: agree + disagree, aligned: agree, prompts, designEffect }
          expectAgree(
            shareOf(share, agreementRateInterval(rate, 0.95)),
            golden.agreement[regime] ?? { pairs: 0, prompts: 0 },
          )
        }
      })

      it('means of angles and of differences', async () => {
        for (const centred of [false, true]) {
          const { pairs, mean, tTest } = await ask('rewardShift', { centred })
          const { test, ...shift } = centred ? golden.centredShift : golden.rewardShift
          expectAgree({ pairs, mean }, { pairs: shift.pairs, mean: shift.mean })
          expectAgree(
            tTest && { ...testOf(tTest), df: (tTest as TTest).degreesOfFreedom },
            test && { ...testOf(test), df: test.df },
          )
        }
        const { pairs, reason, ...shares } = await ask('quadrants', { stage: 'POST', centred: true })
        expectAgree(
          Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, pairs * share!])),
          golden.centredQuadrants,
        )
        const change = await ask('marginChange', {})
        const { test: changed, ...margins } = golden.marginChange
        expectAgree({ pairs: change.pairs, mean: change.mean }, { pairs: margins.pairs, mean: margins.mean })
        expectAgree(
          change.test && { ...inferenceOf(meanEstimate(change, 0.95)), df: change.test.degreesOfFreedom },
          changed,
        )
        for (const row of await ask('prevalence', {})) {
          const wanted = golden.prevalence[NAMES[row.feature] as keyof typeof golden.prevalence]
          expectAgree({ pairs: row.pairs, mean: row.difference }, { pairs: wanted.pairs, mean: wanted.mean })
          const interval = differenceInterval(row, 0.95)
          expectAgree(
            row.test &&
              interval && {
                ...testOf(row.test),
                df: row.test.degreesOfFreedom,
                standardError: row.standardError,
                lower: interval.lower,
                upper: interval.upper,
              },
            wanted.test,
          )
        }
      })

      it('losses and calibration', async () => {
        for (const stage of STAGES) {
          const {
            test,
            logLoss: mean,
            standardError,
            ...found
          } = await ask('calibration', { stage, bins: 4 })
          const { logLoss, brier, expectedCalibrationError, equal, bins } = golden.calibration[stage]
          expectAgree({ pairs: found.pairs, mean }, { pairs: logLoss.pairs, mean: logLoss.mean })
          expectAgree(
            test && {
              ...inferenceOf(meanEstimate({ mean, standardError, test }, 0.95)),
              df: test.degreesOfFreedom,
            },
            logLoss.test,
          )
          expectAgree(
            { brier: found.brier, expectedCalibrationError: found.expectedCalibrationError },
            { brier, expectedCalibrationError },
          )
          expect(found.bins.map(({ agreement }) => agreement.indifferent)).toEqual([equal, 0, 0, 0])
          expectAgree(
            found.bins.map(
              ({ from, to, pairs, confidence, agreement: { agree: aligned, ...agreement } }) => ({
                ...{ from, to, confidence },
                ...shareOf(
                  { pairs, aligned, prompts: agreement.prompts, designEffect: agreement.designEffect },
                  agreementRateInterval({ agree: aligned, ...agreement }, 0.95),
                ),
              }),
            ),
            bins,
          )
        }
      })

      it('tests of changes and of two shares', async () => {
        const { test } = await ask('alignmentChange', {})
        expectAgree(test && testOf(test), golden.alignmentChange)
        const [chosen] = await ask('preferences', {})
        const contrast = chosen.alignment.POST.contrasts.REJECTED?.test ?? null
        expectAgree(contrast && testOf(contrast), golden.alignmentContrast)
        const parts = [{ rowId: { lte: Math.ceil(pairCount * 0.6) - 1 } }]
        const [{ contrast: ofPart }] = await ask('partAlignments', { stage: 'POST', parts })
        expectAgree(ofPart?.test ? testOf(ofPart.test) : null, golden.partAlignment)
      })

      it.each(EFFECTS.flatMap((effects) => ALL_ERRORS.map((errors) => [effects, errors] as const)))(
        'imprints with effects %s and errors %s',
        async (effects, errors) => {
          const found = await ask('imprints', { stage: 'POST', effects, options: { ...OPTIONS, errors } })
          expectFit(found, golden.imprints[effects], errors)
          // Of differences R has one a pair, but there are two entries.
          expect(found.observations).toBe(golden.imprints[effects].n * (effects === 'PAIR' ? 2 : 1))
        },
      )

      it.each(ALL_ERRORS)('equations 2 and 3 with errors %s', async (errors) => {
        const options = { ...OPTIONS, errors }
        expectFit(await ask('shiftImprints', { options }), golden.shiftImprints, errors)
        const marginChanges = await ask('marginChangeImprints', { options })
        expectFit(marginChanges, golden.marginChangeImprints, errors)
        expectFit(await ask('misalignment', { link: 'IDENTITY', options }), golden.linear, errors)
        if (golden.logit)
          expectFit(await ask('misalignment', { link: 'LOGIT', options }), golden.logit, errors)
      })

      it.each(ALL_ERRORS)('choices with errors %s', async (errors) => {
        if (!golden.choices) return
        const options = { ...OPTIONS, errors }
        expectFit(await ask('choices', { by: 'HUMAN', stage: 'POST', options }), golden.choices.HUMAN, errors)
        for (const stage of STAGES)
          expectFit(await ask('choices', { by: 'MODEL', stage, options }), golden.choices[stage], errors)
        const labeler = async (features: string[] | null) =>
          ask('choices', { by: 'LABELER', stage: 'POST', options: { ...options, features } })
        expectFit(await labeler(NAMES.slice(2)), golden.choices.LABELER, errors)
        const byTargets = await labeler(null)
        expect(byTargets.terms.map(({ status }) => status)).toEqual([
          ...['SEPARATED', 'SEPARATED'],
          ...['NOT_ESTIMABLE', 'NOT_ESTIMABLE'],
        ])
      })

      it.each(['CLUSTER', 'PROMPT'] as const)(
        'amplification, and choices of two slices, with errors %s',
        async (errors) => {
          const { amplification, compareChoices } = golden
          if (!amplification || !compareChoices) return
          const options = { ...OPTIONS, errors }
          for (const stage of STAGES) {
            const { terms } = await ask('amplification', { stage, options })
            // R has the model less the human, and so do we.
            expectDifferences(terms, turned(amplification[stage]), errors, isSmall)
          }
          const by = ['MODEL', 'HUMAN'] as const
          const { terms } = await askOfSlices('compareChoices', { by, stages: ['POST', 'POST'], options })
          expectDifferences(terms, turned(compareChoices), errors, isSmall)
        },
      )

      it.each(
        EFFECTS.flatMap((effects) =>
          (['CLUSTER', 'PROMPT'] as const).map((errors) => [effects, errors] as const),
        ),
      )('comparisons of imprints with effects %s and errors %s', async (effects, errors) => {
        const options = { ...OPTIONS, errors }
        const models = await ask('compareImprints', { stages: ['PRE', 'POST'], effects, options })
        expectDifferences(models.terms, golden.compareImprints[effects], errors, isSmall)
        const slices = await askOfSlices('compareImprints', { stages: ['POST', 'POST'], effects, options })
        expectDifferences(slices.terms, golden.compareSlices[effects], errors, isSmall)
      })

      it.each(['CLUSTER', 'PROMPT'] as const)(
        'comparisons of equations 2 and 3 with errors %s',
        async (errors) => {
          const options = { ...OPTIONS, errors }
          const shifts = await askOfSlices('compareShiftImprints', { options })
          expectDifferences(shifts.terms, golden.compareShiftImprints, errors, isSmall)
          const margins = await askOfSlices('compareMarginChangeImprints', { options })
          expectDifferences(margins.terms, golden.compareMarginChangeImprints, errors, isSmall)
          if (!golden.compareMisalignment) return
          const misaligned = await askOfSlices('compareMisalignment', { link: 'LOGIT', options })
          expectDifferences(misaligned.terms, golden.compareMisalignment, errors, isSmall)
        },
      )
    })
  })
})
