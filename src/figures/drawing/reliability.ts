import type { Interval } from '../../metrics/result-types.ts'
import { emptyPanel } from './empty.ts'
import { bisector } from './heatmaps.ts'
import { rounded, roundedOrNull } from './rounded.ts'
import { type Series, scaleOf } from './theme.ts'
import type { Panel, Spec } from './vega-lite.ts'

/** Of some pairs: how sure a model is, and how often it is right. */
export type Reliability = {
  series: Series
  confidence: number
  agreement: number
  interval: Interval | null
  pairs: number
}

const SIZE = { width: 360, height: 360 }

/** Points beside the diagonal, on which whoever is 80% sure is right on 80%. */
export const reliabilityPanel = (points: readonly Reliability[], none: string): Panel => {
  if (points.length === 0) return emptyPanel(none, SIZE)
  const series = [...new Set(points.map((point) => point.series))]
  const values = points.map(({ series, confidence, agreement, interval, pairs }) => ({
    series: series.name,
    confidence: rounded(confidence),
    agreement: rounded(agreement),
    lower: roundedOrNull(interval?.lower),
    upper: roundedOrNull(interval?.upper),
    pairs,
  }))
  const at = (field: string, title: string, domain: readonly [number, number]): Spec => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { title, format: '.0%', tickCount: 6 },
  })
  const x = at(
    'confidence',
    'confidence: probability of the preferred entry, sigmoid of the margin',
    [0.5, 1],
  )
  const y = (field: string) => at(field, 'how often the human chose it: share of pairs', [0, 1])
  const look = (of: 'color' | 'shape'): Spec => ({
    field: 'series',
    type: 'nominal',
    scale: scaleOf(series, of),
    legend: { title: null, orient: 'top' },
  })
  return {
    spec: {
      ...SIZE,
      layer: [
        bisector([0.5, 1]),
        {
          data: { values: values.filter(({ lower }) => lower !== null) },
          mark: { type: 'rule', strokeWidth: 1.6, clip: true },
          encoding: { x, y: y('lower'), y2: { field: 'upper' }, color: look('color') },
        },
        {
          data: { values },
          mark: { type: 'point', size: 55, filled: true, opacity: 1 },
          encoding: {
            x,
            y: y('agreement'),
            color: look('color'),
            shape: look('shape'),
            tooltip: ['series', 'confidence', 'agreement', 'lower', 'upper', 'pairs'].map((field) => ({
              field,
              type: field === 'series' ? 'nominal' : 'quantitative',
              title: field,
            })),
          },
        },
      ],
    },
    params: [],
  }
}
