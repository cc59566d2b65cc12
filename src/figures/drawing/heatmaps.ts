import type { Heatmap } from '../../metrics/result-types.ts'
import { emptyPanel } from './empty.ts'
import { rounded } from './rounded.ts'
import { panelTitle } from './theme.ts'
import type { Panel, Spec } from './vega-lite.ts'

type Axis = { title: string; domain?: readonly [number, number]; format?: string }

export type HeatmapLayout = {
  title?: string | readonly string[]
  x: Axis
  y: Axis
  width: number
  height: number
  /** The largest count of all panels that share a legend. */
  most: number
  /** What to say when there is no point. */
  none: string
  /** Drawn above the cells, on the same axes. */
  above?: readonly Spec[]
}

export const mostOf = (heatmaps: readonly Heatmap[]): number =>
  Math.max(1, ...heatmaps.flatMap(({ counts }) => counts.flat()))

/** From the lowest to the highest edge of several axes; null when all are empty. */
export const spanOf = (...edges: readonly (readonly number[])[]): [number, number] | null => {
  const all = edges.flatMap((some) => (some.length > 0 ? [some[0], some[some.length - 1]] : []))
  return all.length === 0 ? null : [rounded(Math.min(...all)), rounded(Math.max(...all))]
}

/** Counts in the plane as cells whose lightness grows with the logarithm of the count; empty cells stay white. */
export const heatmapPanel = ({ xEdges, yEdges, counts }: Heatmap, layout: HeatmapLayout): Panel => {
  const { title, x, y, width, height, most, none, above = [] } = layout
  if (counts.length === 0) return emptyPanel(none, { title, width, height })
  const [across, up] = [xEdges, yEdges].map((edges) => edges.map(rounded))
  const cells = counts.flatMap((row, j) =>
    row.flatMap((pairs, i) =>
      pairs > 0 ? [{ left: across[i], right: across[i + 1], low: up[j], high: up[j + 1], pairs }] : [],
    ),
  )
  const at = (field: string, { title, domain, format }: Axis, edges: readonly number[]): Spec => ({
    field,
    type: 'quantitative',
    scale: { domain: domain ?? spanOf(edges), nice: false, zero: false },
    axis: { title, grid: false, ...(format ? { format } : {}) },
  })
  return {
    spec: {
      ...(title === undefined ? {} : { title: panelTitle(title) }),
      width,
      height,
      view: { stroke: '#CCCCCC' },
      layer: [
        {
          data: { values: cells },
          mark: { type: 'rect', clip: true },
          encoding: {
            x: at('left', x, xEdges),
            x2: { field: 'right' },
            y: at('low', y, yEdges),
            y2: { field: 'high' },
            color: {
              field: 'pairs',
              type: 'quantitative',
              scale: { type: 'log', domain: [1, Math.max(10, most)], scheme: 'viridis', reverse: true },
              legend: { title: 'pairs (log scale)', format: '.2~s', gradientLength: Math.min(160, height) },
            },
            tooltip: [
              { field: 'pairs', type: 'quantitative', title: 'pairs' },
              { field: 'left', type: 'quantitative', title: `${x.title}, from` },
              { field: 'right', type: 'quantitative', title: `${x.title}, to` },
              { field: 'low', type: 'quantitative', title: `${y.title}, from` },
              { field: 'high', type: 'quantitative', title: `${y.title}, to` },
            ],
          },
        },
        ...above,
      ],
    },
    params: [],
  }
}

/** The first bisector within a domain, on the axes of a heatmap: above it a pair is misaligned. */
export const bisector = ([low, high]: readonly [number, number]): Spec => ({
  data: { values: [{ low, high }] },
  mark: { type: 'rule', strokeDash: [5, 3], color: '#000000', strokeWidth: 1.2 },
  encoding: {
    x: { field: 'low', type: 'quantitative' },
    x2: { field: 'high' },
    y: { field: 'low', type: 'quantitative' },
    y2: { field: 'high' },
  },
})
