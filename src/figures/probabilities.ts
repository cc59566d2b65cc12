import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { SIDES } from '../domain/side.ts'
import type { Histogram } from '../metrics/result-types.ts'
import { emptyPanel } from './drawing/empty.ts'
import { rounded } from './drawing/rounded.ts'
import { wordsOf } from './drawing/text.ts'
import { CHOSEN, REJECTED, scaleOf } from './drawing/theme.ts'
import type { Drawing, Spec } from './drawing/vega-lite.ts'
import { figure } from './figure.ts'

const BINS = 50
const SIZE = { width: 520, height: 260 }
/** Of SIDES. */
const SERIES = [CHOSEN, REJECTED]

/** The outline of a histogram: a step for each bin, closed at its end. */
const stepsOf = (series: string, { edges, counts }: Histogram): Spec[] =>
  edges.map((edge, bin) => ({
    series,
    probability: rounded(edge),
    entries: counts[Math.min(bin, counts.length - 1)],
  }))

export const probabilities = figure({
  name: 'PROBABILITIES',
  about: `How sigmoid(reward) is distributed over the chosen and over the rejected entries (Figure 8 of the paper). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
  title: 'Probabilities',
  args: ['stage'],
  needs: ({ stage }) => [stage],
  ask: ({ ask, args: { stage } }) =>
    Promise.all(SIDES.map((side) => ask('probabilityDistribution', { stage, side, bins: BINS }))),
  draw: (histograms, { args: { stage } }): Drawing => {
    const values = histograms.flatMap((histogram, index) => stepsOf(SERIES[index].name, histogram))
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
  },
})
