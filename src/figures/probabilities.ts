import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { Histogram } from '../metrics/result-types.ts'
import { emptyPanel } from './empty.ts'
import { rounded } from './rounded.ts'
import { wordsOf } from './text.ts'
import { CHOSEN, REJECTED, scaleOf } from './theme.ts'
import type { Drawing, Spec } from './vega-lite.ts'

const SIZE = { width: 520, height: 260 }
const SERIES = [CHOSEN, REJECTED]

/** The outline of a histogram: a step for each bin, closed at its end. */
const stepsOf = (series: string, { edges, counts }: Histogram): Spec[] =>
  edges.map((edge, bin) => ({
    series,
    probability: rounded(edge),
    entries: counts[Math.min(bin, counts.length - 1)],
  }))

/** Figure 8: sigmoid of the rewards that one model gives to either side. */
export const probabilities = (stage: Stage, histograms: Record<Side, Histogram>): Drawing => {
  const values = [...stepsOf(CHOSEN.name, histograms.CHOSEN), ...stepsOf(REJECTED.name, histograms.REJECTED)]
  const about = {
    title: `Probabilities by the ${wordsOf(stage)} model: sigmoid of the reward`,
    notes: ['Each line counts the entries of one side in bins of one width.'],
  }
  if (values.length === 0) {
    return { ...about, ...emptyPanel(`no pair of the slice has both rewards of the ${stage} model`, SIZE) }
  }
  const legend = { title: null, orient: 'top', symbolType: 'stroke', symbolSize: 300 }
  return {
    ...about,
    spec: {
      ...SIZE,
      data: { values },
      encoding: {
        x: {
          field: 'probability',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: 'probability: sigmoid of the reward', grid: false },
        },
        y: {
          field: 'entries',
          type: 'quantitative',
          stack: null,
          axis: { title: 'entries', format: ',d', tickMinStep: 1 },
        },
        color: { field: 'series', type: 'nominal', scale: scaleOf(SERIES, 'color'), legend },
      },
      layer: [
        { mark: { type: 'area', interpolate: 'step-after', fillOpacity: 0.15 } },
        {
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.8 },
          encoding: {
            strokeDash: { field: 'series', type: 'nominal', scale: scaleOf(SERIES, 'dash'), legend },
          },
        },
      ],
    },
    params: [],
  }
}
