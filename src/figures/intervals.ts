import type { Interval } from '../metrics/result-types.ts'
import { emptyPanel } from './empty.ts'
import { rounded, roundedOrNull } from './rounded.ts'
import { clipped } from './text.ts'
import { GREY, panelTitle, type Series, scaleOf } from './theme.ts'
import type { Panel, Spec } from './vega-lite.ts'

/** One series in one row. `reason` says why there is no value, or no interval. */
export type Estimated = {
  series: Series
  value: number | null
  interval: Interval | null
  /** Whether to fill the mark. */
  filled: boolean
  reason: string | null
}

export type Row = { label: string; estimates: readonly Estimated[] }

export type IntervalsLayout = {
  /** What its labels are called in the specification: one name for each panel of a figure. */
  name: string
  title?: string
  series: readonly Series[]
  x: { title: string; format?: string; domain?: readonly [number, number] }
  /** Where a line across all rows stands. */
  reference: number | null
  width: number
  /** What to say when there is no row. */
  none: string
}

const BESIDE = 13
const ROW_GAP = 10
/** Intervals are cut off so far beyond the farthest estimate: one that says nothing must not hide the others. */
const FARTHEST = 4

const domainOf = (rows: readonly Row[], reference: number | null): [number, number] => {
  const all = rows.flatMap(({ estimates }) => estimates)
  const values = all.flatMap(({ value }) => (value === null ? [] : [value]))
  const ends = all.flatMap(({ interval }) => (interval ? [interval.lower, interval.upper] : []))
  const farthest = FARTHEST * Math.max(0, ...values.map(Math.abs)) || Infinity
  const within = [...values, ...ends].map((end) => Math.max(-farthest, Math.min(farthest, end)))
  const shown = reference === null ? within : [...within, reference]
  const [low, high] = [Math.min(...shown), Math.max(...shown)]
  if (!Number.isFinite(high - low)) return [-1, 1]
  const room = (high - low) * 0.03 || Math.abs(high) * 0.1 || 1
  return [rounded(low - room), rounded(high + room)]
}

/** Points with intervals, a row for each thing that was estimated; what has no value says why in its row. */
export const intervals = (rows: readonly Row[], layout: IntervalsLayout): Panel => {
  const { name, title, series, x, reference, width, none } = layout
  if (rows.length === 0) return emptyPanel(none, { title, width, height: 100 })
  const values = rows.flatMap(({ label, estimates }, row) =>
    estimates.map(({ series, value, interval, filled, reason }) => ({
      row,
      label: clipped(label, 80),
      series: series.name,
      value: roundedOrNull(value),
      lower: roundedOrNull(interval?.lower),
      upper: roundedOrNull(interval?.upper),
      fill: filled ? series.color : 'white',
      reason: reason === null ? null : clipped(reason, 160),
    })),
  )
  const known = values.filter(({ value }) => value !== null)
  const unknown = values
    .filter(({ value }) => value === null)
    .map((one) => ({ ...one, reason: series.length > 1 ? `${one.series}: ${one.reason}` : one.reason }))
  const scale = { domain: x.domain ?? domainOf(rows, reference), ...(x.domain ? {} : { nice: true }) }
  const axis = {
    title: x.title,
    ...(x.format ? { format: x.format } : {}),
  }
  const y: Spec = {
    field: 'row',
    type: 'ordinal',
    title: null,
    scale: { domain: rows.map((_, row) => row), paddingInner: 0.15 },
    axis: { labelExpr: `${name}[datum.value]`, ticks: false, domain: false, grid: true, labelPadding: 8 },
  }
  const names = series.map(({ name }) => name)
  const place: Spec =
    series.length > 1 ? { y, yOffset: { field: 'series', type: 'nominal', scale: { domain: names } } } : { y }
  const legend = series.length > 1 ? { title: null, orient: 'top', direction: 'horizontal' } : null
  const look = (of: 'color' | 'shape' | 'dash') => ({
    field: 'series',
    type: 'nominal',
    scale: scaleOf(series, of),
    legend,
  })
  const tooltip = [
    { field: 'label', type: 'nominal', title: 'of' },
    { field: 'series', type: 'nominal', title: 'series' },
    { field: 'value', type: 'quantitative', title: 'value' },
    { field: 'lower', type: 'quantitative', title: 'from' },
    { field: 'upper', type: 'quantitative', title: 'to' },
    ...(known.some(({ reason }) => reason) ? [{ field: 'reason', type: 'nominal', title: 'note' }] : []),
  ]
  const at = (field: string): Spec => ({ field, type: 'quantitative', scale, axis })
  const layer: Spec[] = [
    {
      data: { values: known.filter(({ lower }) => lower !== null) },
      mark: { type: 'rule', strokeWidth: 1.6, clip: true },
      encoding: {
        x: at('lower'),
        x2: { field: 'upper' },
        ...place,
        color: look('color'),
        strokeDash: look('dash'),
      },
    },
    {
      data: { values: known },
      mark: { type: 'point', size: 55, strokeWidth: 1.6, opacity: 1 },
      encoding: {
        x: at('value'),
        ...place,
        color: look('color'),
        shape: look('shape'),
        fill: { field: 'fill', type: 'nominal', scale: null, legend: null },
        tooltip,
      },
    },
    {
      data: { values: unknown },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'middle',
        color: GREY,
        fontStyle: 'italic',
        fontSize: 10,
        limit: width - 8,
      },
      encoding: { x: { value: 5 }, ...place, text: { field: 'reason', type: 'nominal' } },
    },
  ]
  if (reference !== null) {
    layer.unshift({
      data: { values: [{ value: reference }] },
      mark: { type: 'rule', color: GREY, strokeWidth: 1 },
      encoding: { x: at('value') },
    })
  }
  return {
    spec: {
      ...(title === undefined ? {} : { title: panelTitle(title) }),
      width,
      height: Math.max(1, rows.length) * (BESIDE * series.length + ROW_GAP),
      layer,
    },
    params: [{ name, value: rows.map(({ label }) => clipped(label, 80)) }],
  }
}
