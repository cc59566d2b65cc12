import type { PairFilter } from '../../audit/pair-filter.ts'
import type { Histogram } from '../../metrics/result-types.ts'
import { emptyPanel } from './empty.ts'
import { rounded } from './rounded.ts'
import { sliceOf } from './slice-of.ts'
import { GREY, panelTitle } from './theme.ts'
import type { Panel, Spec } from './vega-lite.ts'

export type HistogramLayout = {
  title?: string | readonly string[]
  color: string
  x: { title: string | null; domain: readonly [number, number]; ticks?: readonly number[] }
  y: { title: string | readonly string[] | null; most: number }
  width: number
  height: number
  /** What to say when there is no value. */
  none: string
  /** The pairs that a bar is of. */
  where?(from: number, to: number): PairFilter
}

export const mostIn = (histograms: readonly Histogram[]): number =>
  Math.max(1, ...histograms.flatMap(({ counts }) => counts))

/** Bars of counts, with a line at 0. */
export const histogramPanel = ({ edges, counts }: Histogram, layout: HistogramLayout): Panel => {
  const { title, color, x, y, width, height, none, where } = layout
  const values = counts.flatMap((pairs, bin) =>
    pairs > 0
      ? [
          {
            from: rounded(edges[bin]),
            to: rounded(edges[bin + 1]),
            pairs,
            ...(where ? { where: sliceOf(where(edges[bin], edges[bin + 1])) } : {}),
          },
        ]
      : [],
  )
  if (values.length === 0) {
    return emptyPanel(none, { title, width, height })
  }
  const across: Spec = {
    type: 'quantitative',
    scale: { domain: x.domain, nice: false, zero: false },
    axis: {
      title: x.title,
      grid: false,
      ...(x.ticks ? { values: x.ticks } : {}),
    },
  }
  return {
    spec: {
      ...(title === undefined ? {} : { title: panelTitle(title) }),
      width,
      height,
      layer: [
        {
          data: { values },
          mark: {
            type: 'rect',
            color,
            stroke: 'white',
            strokeWidth: 0.5,
            clip: true,
            ...(where ? { cursor: 'pointer' } : {}),
          },
          encoding: {
            x: { field: 'from', ...across },
            x2: { field: 'to' },
            y: {
              field: 'pairs',
              type: 'quantitative',
              scale: { domain: [0, y.most] },
              axis: { title: y.title, tickCount: 4, tickMinStep: 1, format: ',d' },
            },
            y2: { datum: 0 },
            tooltip: [
              { field: 'pairs', type: 'quantitative', title: 'pairs' },
              { field: 'from', type: 'quantitative', title: 'from' },
              { field: 'to', type: 'quantitative', title: 'to' },
            ],
          },
        },
        {
          data: { values: [{ from: 0 }] },
          mark: { type: 'rule', color: GREY, strokeDash: [3, 3] },
          encoding: { x: { field: 'from', ...across } },
        },
      ],
    },
    params: [],
  }
}
