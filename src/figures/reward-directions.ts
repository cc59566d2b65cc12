import { REGIMES, type Regime } from '../domain/regime.ts'
import { DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import type { Histogram } from '../metrics/result-types.ts'
import { beside } from './drawing/beside.ts'
import { emptyPanel } from './drawing/empty.ts'
import { rounded } from './drawing/rounded.ts'
import { capitalized, wordsOf } from './drawing/text.ts'
import { GREY, PALE, PALETTE, panelTitle } from './drawing/theme.ts'
import type { Panel, Spec } from './drawing/vega-lite.ts'
import { figure } from './figure.ts'

/** Of 15 degrees. */
const BINS = 24
const SIZE = 150
const RADIUS = 62

const COLORS: Record<Regime, string> = {
  BECAME_ALIGNED: PALETTE.green,
  STAYED_ALIGNED: PALETTE.sky,
  STAYED_MISALIGNED: PALETTE.orange,
  REVERSED_ALIGNMENT: PALETTE.vermillion,
}

/**
 * Degrees from (−1, −1), counter-clockwise, as Vega's radians: clockwise from the top. So a bar points where its
 * vectors do in the plane of chosen (right) and rejected (up) rewards.
 */
const radiansOf = (degrees: number): number => rounded((-(135 + degrees) * Math.PI) / 180)

const RAW = { type: 'quantitative', scale: null } as const

/** The half of the plane in which a vector is aligned, the circle, and where its axes point. */
const BACKGROUND: Spec[] = [
  {
    data: { values: [{ from: radiansOf(0), to: radiansOf(180) }] },
    mark: { type: 'arc', radius: RADIUS, color: PALE },
    encoding: { theta: { field: 'from', ...RAW, stack: null }, theta2: { field: 'to' } },
  },
  {
    data: { values: [{ from: 0, to: rounded(2 * Math.PI) }] },
    mark: { type: 'arc', radius: RADIUS, filled: false, stroke: GREY, strokeWidth: 0.7 },
    encoding: { theta: { field: 'from', ...RAW, stack: null }, theta2: { field: 'to' } },
  },
  {
    data: {
      values: [{ text: 'chosen +', x: SIZE / 2 + RADIUS + 3, y: SIZE / 2 }],
    },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 9, color: GREY },
    encoding: {
      x: { field: 'x', ...RAW },
      y: { field: 'y', ...RAW },
      text: { field: 'text', type: 'nominal' },
    },
  },
  {
    data: {
      values: [{ text: 'rejected +', x: SIZE / 2, y: SIZE / 2 - RADIUS - 7 }],
    },
    mark: { type: 'text', align: 'center', baseline: 'middle', fontSize: 9, color: GREY },
    encoding: {
      x: { field: 'x', ...RAW },
      y: { field: 'y', ...RAW },
      text: { field: 'text', type: 'nominal' },
    },
  },
]

const rose = ({ edges, counts }: Histogram, title: readonly string[], color: string): Panel => {
  const most = Math.max(...counts)
  const values = counts.flatMap((pairs, bin) =>
    pairs > 0
      ? [
          {
            pairs,
            fromDegrees: rounded(edges[bin]),
            toDegrees: rounded(edges[bin + 1]),
            from: radiansOf(edges[bin]),
            to: radiansOf(edges[bin + 1]),
            radius: rounded(RADIUS * Math.sqrt(pairs / most)),
          },
        ]
      : [],
  )
  return {
    spec: {
      title: panelTitle(title),
      width: SIZE,
      height: SIZE,
      layer: [
        ...BACKGROUND,
        {
          data: { values },
          mark: { type: 'arc', color, stroke: 'white', strokeWidth: 0.6 },
          encoding: {
            theta: { field: 'from', ...RAW, stack: null },
            theta2: { field: 'to' },
            radius: { field: 'radius', ...RAW, stack: null },
            tooltip: [
              { field: 'pairs', type: 'quantitative', title: 'pairs' },
              { field: 'fromDegrees', type: 'quantitative', title: 'degrees from (−1, −1), from' },
              { field: 'toDegrees', type: 'quantitative', title: 'to' },
            ],
          },
        },
      ],
      resolve: { scale: { theta: 'independent', radius: 'independent' } },
    },
    params: [],
  }
}

/** A row for each model, a column for each regime. */
export const rewardDirections = figure({
  name: 'REWARD_DIRECTIONS',
  about: `Directions of the reward vectors (chosen, rejected) before and after training, by what training did to the pair (Figure 10 of the paper). ${DEPENDS_ON_ZERO}`,
  title: 'Reward directions',
  args: [],
  needs: STAGES,
  ask: ({ ask }) => {
    const directions = STAGES.flatMap((stage) =>
      REGIMES.map(async (regime) => {
        const histogram = await ask('rewardDirections', { stage, regime: [regime], bins: BINS })
        return { stage, regime, histogram }
      }),
    )
    return Promise.all(directions)
  },
  draw: (directions) => {
    const panels = directions.map(({ stage, regime, histogram }) => {
      const pairs = histogram.counts.reduce((sum, count) => sum + count, 0)
      const title = [
        capitalized(wordsOf(regime)),
        `${wordsOf(stage)} model, ${pairs.toLocaleString('en-US')} pairs`,
      ]
      return pairs === 0
        ? emptyPanel('no such pair', { title, width: SIZE, height: SIZE })
        : rose(histogram, title, COLORS[regime])
    })
    return {
      title: 'Directions of the reward vectors before and after training',
      notes: [
        'A bar points where its reward vectors do: right is more reward for the chosen, up for the rejected entry. Its area grows with its pairs, of each panel’s own. Grey half: aligned.',
      ],
      ...beside(panels, { columns: REGIMES.length }),
    }
  },
})
