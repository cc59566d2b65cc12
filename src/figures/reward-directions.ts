import { REGIMES, type Regime } from '../domain/regime.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import type { Histogram } from '../metrics/result-types.ts'
import { beside } from './beside.ts'
import { emptyPanel } from './empty.ts'
import { rounded } from './rounded.ts'
import { capitalized, wordsOf } from './text.ts'
import { GREY, PALE, PALETTE, panelTitle } from './theme.ts'
import type { Drawing, Panel, Spec } from './vega-lite.ts'

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

export type DirectionsOf = { stage: Stage; regime: Regime; histogram: Histogram }

/** Figure 10: a row for each stage, a column for each regime. */
export const rewardDirections = (directions: readonly DirectionsOf[]): Drawing => {
  const panels = STAGES.flatMap((stage) =>
    REGIMES.map((regime) => {
      const found = directions.find((one) => one.stage === stage && one.regime === regime)
      const { edges, counts } = found?.histogram ?? { edges: [], counts: [] }
      const pairs = counts.reduce((sum, count) => sum + count, 0)
      const title = [
        capitalized(wordsOf(regime)),
        `${wordsOf(stage)} model, ${pairs.toLocaleString('en-US')} pairs`,
      ]
      return pairs === 0
        ? emptyPanel('no such pair', { title, width: SIZE, height: SIZE })
        : rose({ edges, counts }, title, COLORS[regime])
    }),
  )
  return {
    title: 'Directions of the reward vectors before and after training',
    notes: [
      'A bar points where its reward vectors do: right is more reward for the chosen, up for the rejected entry. Its area grows with its pairs, of each panel’s own. Grey half: aligned.',
    ],
    ...beside(panels, { columns: REGIMES.length }),
  }
}
