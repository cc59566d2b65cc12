import type { Interruption } from '../domain/interruption.ts'
import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import type { Answer, Arguments, Question } from '../engine/questions.ts'
import { assertFirst, type Dimension, largestParts } from '../metrics/breakdown.ts'
import { MISALIGNMENT_NEEDS } from '../metrics/misalignment.ts'
import { SHIFT_IMPRINT_NEEDS } from '../metrics/shift-imprint.ts'
import {
  alignment,
  alignmentChange,
  coverage,
  preferenceCounts,
  preferences,
  regimeCounts,
  regimes,
} from './cells.ts'
import { compared } from './comparison.ts'
import {
  angleHistogram,
  marginDistribution,
  probabilityDistribution,
  probabilityHeatmap,
  quadrants,
  rewardDirections,
  rewardHeatmap,
} from './histograms.ts'
import { labelerAgreement, listed, prevalence, subsetCounts } from './labels.ts'
import { page, pairs, tableOfPairs } from './pages.ts'
import { imprintModel, misalignmentModel, regressed, shiftImprintModel } from './regressions.ts'
import {
  flips,
  rewritingAlignment,
  rewritingPairs,
  rewritingShift,
  rewritingShiftHistogram,
  rewrittenSource,
  similarity,
  similarityByShift,
} from './rewriting.ts'
import { robustness } from './robustness.ts'
import { rewardShift, selected } from './shifts.ts'
import type { Source } from './source.ts'

/** What is asked; `other` is what a comparison compares the source with. */
export type Asked<Q extends Question> = {
  args: Arguments<Q>
  signal: Interruption
  other: Source
}

const named = <T extends string>(names: readonly T[], counts: readonly number[]) =>
  names.map((key, index) => ({ key, pairs: counts[index] }))

const partsBy = async (source: Source, by: Dimension) => {
  switch (by) {
    case 'SUBSET':
      return subsetCounts(source)
    case 'REGIME':
      return named(REGIMES, await regimeCounts(source))
    case 'PREFERENCE':
      return named(PREFERENCES, await preferenceCounts(source))
    case 'TOPIC':
      return listed(source, 'topics')
    case 'DISCRIMINATION':
      return listed(source, 'discriminations')
  }
}

/** engine/questions.ts, each answered by a few statements and what is left to do with their sums. */
export const ANSWERS: {
  [Q in Question]: (source: Source, asked: Asked<Q>) => Promise<Answer<Q>>
} = {
  page: (source, { args }) => page(source, args),
  pairs: (source) => pairs(source),
  pairTable: (source, { args }) => tableOfPairs(source, args),
  coverage: (source) => coverage(source),
  alignment: (source, { args }) => alignment(source, args.stage),
  regimes: (source) => regimes(source),
  preferences: (source) => preferences(source),
  alignmentChange: (source) => alignmentChange(source),
  rewardShift: (source, { args }) => rewardShift(source, args),
  rewardShiftHistogram: (source, { args }) =>
    angleHistogram(source, source.columns.shift, { bins: args.bins, conditions: selected(source, args) }),
  imprints: (source, { args, signal }) =>
    regressed(
      source,
      args.options,
      { needs: [args.stage, 'LABELS'], model: (features) => imprintModel(source, { ...args, features }) },
      signal,
    ),
  shiftImprints: (source, { args, signal }) =>
    regressed(
      source,
      args.options,
      { needs: SHIFT_IMPRINT_NEEDS, model: (features) => shiftImprintModel(source, features) },
      signal,
    ),
  misalignment: (source, { args, signal }) =>
    regressed(
      source,
      args.options,
      { needs: MISALIGNMENT_NEEDS, model: (features) => misalignmentModel(source, features, args.link) },
      signal,
    ),
  robustness: async (source, { args, signal }) =>
    robustness(await rewrittenSource(source, args.rewriter), args, signal),
  compareImprints: (source, { args, other }) =>
    compared([source, other], args.options, {
      needs: [
        [args.stages[0], 'LABELS'],
        [args.stages[1], 'LABELS'],
      ],
      modelOf: (of, features, index) =>
        imprintModel(of, { stage: args.stages[index], effects: args.effects, features }),
    }),
  compareShiftImprints: (source, { args, other }) =>
    compared([source, other], args.options, {
      needs: [SHIFT_IMPRINT_NEEDS, SHIFT_IMPRINT_NEEDS],
      modelOf: shiftImprintModel,
    }),
  compareMisalignment: (source, { args, other }) =>
    compared([source, other], args.options, {
      needs: [MISALIGNMENT_NEEDS, MISALIGNMENT_NEEDS],
      modelOf: (of, features) => misalignmentModel(of, features, args.link),
    }),
  prevalence: (source) => prevalence(source),
  topics: (source) => listed(source, 'topics'),
  discriminations: (source) => listed(source, 'discriminations'),
  labelerAgreement: (source, { args }) => labelerAgreement(source, args.labeler),
  marginDistribution: (source, { args }) => marginDistribution(source, args.model, args.bins),
  probabilityDistribution: (source, { args }) => probabilityDistribution(source, args),
  rewardHeatmap: (source, { args }) => rewardHeatmap(source, args.stage, args.bins),
  probabilityHeatmap: (source, { args }) => probabilityHeatmap(source, args.stage, args.bins),
  quadrants: (source, { args }) => quadrants(source, args.stage),
  rewardDirections: (source, { args }) =>
    rewardDirections(source, args.stage, { bins: args.bins, conditions: selected(source, args) }),
  breakdown: async (source, { args: { by, first } }) => {
    assertFirst(first)
    return largestParts(await partsBy(source, by), by, first)
  },
  rewritingPairs: async (source, { args }) => rewritingPairs(await rewrittenSource(source, args.rewriter)),
  rewritingAlignment: async (source, { args }) =>
    rewritingAlignment(await rewrittenSource(source, args.rewriter), args.stage),
  flips: async (source, { args }) => flips(await rewrittenSource(source, args.rewriter)),
  similarity: async (source, { args }) => similarity(await rewrittenSource(source, args.rewriter), args),
  rewritingShift: async (source, { args }) =>
    rewritingShift(await rewrittenSource(source, args.rewriter), args.stage),
  rewritingShiftHistogram: async (source, { args }) =>
    rewritingShiftHistogram(await rewrittenSource(source, args.rewriter), args.stage, args.bins),
  similarityByShift: async (source, { args }) =>
    similarityByShift(await rewrittenSource(source, args.rewriter), args.bins),
}
