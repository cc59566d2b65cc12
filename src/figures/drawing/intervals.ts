import { clipped } from '../../domain/clipped.ts'
import { emptyPanel } from './empty.ts'
import { intervalDomain, type Row, sharedReason } from './estimated-rows.ts'
import { roundedOrNull } from './rounded.ts'
import { FULL, SHORT } from './text.ts'
import { GREY, panelTitle, type Series, scaleOf } from './theme.ts'
import type { Panel, Spec } from './vega-lite.ts'

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
  /** Whether its rows are named; left out: they are. */
  labels?: boolean
  /** As high as with so many series: for a panel beside another. */
  besides?: number
}

const BESIDE = 13
const ROW_GAP = 10
/** Of a reason within its row, as wide as renderers without fonts take it for. */
const CHARACTER = 7
const REASON = {
  type: 'text',
  align: 'left',
  baseline: 'middle',
  color: GREY,
  fontStyle: 'italic',
  fontSize: 10,
} as const

type Bounded = { lower: number | null; upper: number | null }

/** Of intervals that go on behind an end of a domain: where, and which way. */
const arrowsOf = <One extends Bounded>(values: readonly One[], [low, high]: readonly [number, number]) =>
  values.flatMap((one) => [
    ...(one.lower !== null && one.lower < low ? [{ ...one, end: low, shape: 'triangle-left' }] : []),
    ...(one.upper !== null && one.upper > high ? [{ ...one, end: high, shape: 'triangle-right' }] : []),
  ])

/** Points with intervals, a row for each thing that was estimated; what has no value says why in its row. */
export const intervals = (rows: readonly Row[], layout: IntervalsLayout): Panel => {
  const { name, title, series, x, reference, width, none, labels = true, besides = series.length } = layout
  const nothing = rows.length === 0 ? none : sharedReason(rows.flatMap(({ estimates }) => estimates))
  if (nothing !== null) return emptyPanel(nothing, { title, width, height: 100 })
  const prefix = ({ name }: Series) => (series.length > 1 ? `${name}: ` : '')
  const said = (text: string) => clipped(text, Math.floor(width / CHARACTER))
  const values = rows.flatMap(({ label, estimates }, row) =>
    estimates.map(({ series, value, interval, filled, reason, short }) => ({
      row,
      label: clipped(label, FULL),
      series: series.name,
      value: roundedOrNull(value),
      lower: roundedOrNull(interval?.lower),
      upper: roundedOrNull(interval?.upper),
      fill: filled ? series.color : 'white',
      reason: reason === null ? null : clipped(reason, FULL),
      ...(value === null ? { text: said(`${prefix(series)}${short ?? reason ?? ''}`) } : {}),
      ...(value !== null && interval === null && short ? { text: said(short) } : {}),
    })),
  )
  const known = values.filter(({ value }) => value !== null)
  const unknown = values.filter(({ value }) => value === null)
  const domain = x.domain ?? intervalDomain(rows, reference)
  const cut = arrowsOf(known, domain)
  // An arrow says that an interval goes on behind the end of the axis: that is where the domain ends.
  const scale = { domain, ...(x.domain || cut.length > 0 ? {} : { nice: true }) }
  const axis = {
    title: x.title,
    tickCount: 6,
    ...(x.format ? { format: x.format } : {}),
  }
  const y: Spec = {
    field: 'row',
    type: 'ordinal',
    title: null,
    scale: { domain: rows.map((_, row) => row), type: 'band', paddingInner: 0.15, paddingOuter: 0.1 },
    axis: {
      labelExpr: `${name}[datum.value]`,
      labels,
      ticks: false,
      domain: false,
      grid: true,
      labelPadding: 8,
    },
  }
  const names = series.map(({ name }) => name)
  const place: Spec =
    series.length > 1 ? { y, yOffset: { field: 'series', type: 'nominal', scale: { domain: names } } } : { y }
  const legend =
    series.length > 1
      ? { title: null, orient: 'top', direction: 'horizontal', symbolFillColor: 'transparent' }
      : null
  const look = (of: 'color' | 'shape') => ({
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
    ...(values.some(({ reason }) => reason) ? [{ field: 'reason', type: 'nominal', title: 'note' }] : []),
  ]
  const at = (field: string): Spec => ({ field, type: 'quantitative', scale, axis })
  const layer: Spec[] = [
    ...series.map(({ name, color, dash }) => ({
      data: { values: known.filter((one) => one.series === name && one.lower !== null) },
      mark: { type: 'rule', strokeWidth: 1.6, clip: true, color, strokeDash: dash },
      encoding: { x: at('lower'), x2: { field: 'upper' }, ...place },
    })),
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
      mark: REASON,
      encoding: { x: { value: 5 }, ...place, text: { field: 'text', type: 'nominal' }, tooltip },
    },
  ]
  if (cut.length > 0) {
    layer.push({
      data: { values: cut },
      mark: { type: 'point', filled: true, size: 60, opacity: 1 },
      encoding: {
        x: at('end'),
        ...place,
        color: look('color'),
        shape: { field: 'shape', type: 'nominal', scale: null },
        tooltip,
      },
    })
  }
  const bare = known.filter(({ text }) => text !== undefined)
  if (bare.length > 0) {
    layer.push({
      data: { values: bare },
      mark: { ...REASON, dx: 8 },
      encoding: { x: at('value'), ...place, text: { field: 'text', type: 'nominal' }, tooltip },
    })
  }
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
      height: rows.length * (BESIDE * besides + ROW_GAP),
      layer,
    },
    params: [{ name, value: rows.map(({ label }) => clipped(label, SHORT)) }],
  }
}
