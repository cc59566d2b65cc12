import { clipped } from '../../domain/clipped.ts'
import { counted } from '../../domain/words.ts'
import { emptyPanel } from './empty.ts'
import { type Estimated, intervalDomain, sharedReason } from './estimated-rows.ts'
import { roundedOrNull } from './rounded.ts'
import { FULL, SHORT } from './text.ts'
import { GREY, panelTitle, type Series, scaleOf } from './theme.ts'
import type { Panel, Spec } from './vega-lite.ts'

/** A model of a trajectory. */
export type Checkpoint = { name: string; series: string | null; step: number | null }

/** One series: an estimate of each checkpoint. */
export type Line = { series: Series; estimates: readonly Estimated[] }

export type StepsLayout = {
  /** What the checkpoints are called in the specification: one name for each panel of a figure. */
  name: string
  title?: string | readonly string[]
  y: { title: string | null; format?: string; domain?: readonly [number, number] }
  /** Where a line across all checkpoints stands. */
  reference: number | null
  width: number
  height: number
}

const hasSteps = (checkpoints: readonly Checkpoint[]) => checkpoints.every(({ step }) => step !== null)

/** What a figure says of its checkpoints, below its title. */
export const checkpointsNote = (checkpoints: readonly Checkpoint[]): string => {
  const [first] = checkpoints
  const series = checkpoints.every(({ series }) => series === first.series) ? first?.series : null
  const of = series ? `${counted(checkpoints.length, 'checkpoint')} of ${clipped(series, 60)}` : 'Models'
  return hasSteps(checkpoints) ? `${of}, by step.` : `${of}, in their order: not all have a step.`
}

/** From the least to the most of some lines. */
export const linesDomain = (lines: readonly Line[], reference: number | null): [number, number] =>
  intervalDomain([{ label: '', estimates: lines.flatMap(({ estimates }) => estimates) }], reference)

const axisOf = (checkpoints: readonly Checkpoint[], { name, width }: StepsLayout): Spec => {
  const steps = checkpoints.map(({ step }) => step ?? 0)
  return hasSteps(checkpoints)
    ? {
        field: 'step',
        type: 'quantitative',
        scale: { domain: [Math.min(...steps), Math.max(...steps)], nice: false, padding: 6 },
        axis: { title: 'step', format: ',d', tickMinStep: 1, tickCount: Math.floor(width / 60) },
      }
    : {
        field: 'at',
        type: 'ordinal',
        scale: { domain: checkpoints.map((_, at) => at), type: 'point', padding: 0.3 },
        axis: {
          title: null,
          labelExpr: `${name}[datum.value]`,
          labelAngle: -35,
          labelLimit: 110,
          labelOverlap: true,
        },
      }
}

/** Lines with their bands, from checkpoint to checkpoint; what has no value is left out. */
export const overSteps = (
  lines: readonly Line[],
  checkpoints: readonly Checkpoint[],
  layout: StepsLayout,
): Panel => {
  const { name, title, y, reference, width, height } = layout
  const nothing =
    checkpoints.length === 0 ? 'there is no model' : sharedReason(lines.flatMap(({ estimates }) => estimates))
  if (nothing !== null) return emptyPanel(nothing, { title, width, height })
  const values = lines.flatMap(({ series, estimates }) =>
    estimates.flatMap(({ value, interval, filled, reason }, at) =>
      value === null
        ? []
        : [
            {
              at,
              step: checkpoints[at].step,
              checkpoint: clipped(checkpoints[at].name, FULL),
              series: series.name,
              value: roundedOrNull(value),
              lower: roundedOrNull(interval?.lower),
              upper: roundedOrNull(interval?.upper),
              fill: filled ? series.color : 'white',
              note: reason === null ? null : clipped(reason, FULL),
            },
          ],
    ),
  )
  const series = lines.map(({ series }) => series)
  const legend = series.length > 1 ? { title: null, orient: 'top' } : null
  const look = (of: 'color' | 'shape' | 'dash'): Spec => ({
    field: 'series',
    type: 'nominal',
    scale: scaleOf(series, of),
    legend,
  })
  const x = axisOf(checkpoints, layout)
  const at = (field: string): Spec => ({
    field,
    type: 'quantitative',
    scale: { domain: y.domain ?? linesDomain(lines, reference), zero: false },
    axis: { title: y.title, tickCount: Math.floor(height / 27), ...(y.format ? { format: y.format } : {}) },
  })
  const withInterval = { transform: [{ filter: 'isValid(datum.lower)' }] }
  const tooltip = ['checkpoint', 'step', 'series', 'value', 'lower', 'upper', 'note'].map((field) => ({
    field,
    type: ['checkpoint', 'series', 'note'].includes(field) ? 'nominal' : 'quantitative',
    title: field,
  }))
  return {
    spec: {
      ...(title === undefined ? {} : { title: panelTitle(title) }),
      width,
      height,
      layer: [
        ...(reference === null
          ? []
          : [
              {
                data: { values: [{ value: reference }] },
                mark: { type: 'rule', color: GREY, strokeWidth: 1 },
                encoding: { y: at('value') },
              },
            ]),
        {
          data: { values },
          layer: [
            {
              ...withInterval,
              mark: { type: 'area', fillOpacity: 0.18, clip: true },
              encoding: { x, y: at('lower'), y2: { field: 'upper' }, color: look('color') },
            },
            {
              ...withInterval,
              mark: { type: 'rule', strokeWidth: 1, strokeOpacity: 0.5, clip: true },
              encoding: { x, y: at('lower'), y2: { field: 'upper' }, color: look('color') },
            },
            {
              mark: { type: 'line', strokeWidth: 1.8 },
              encoding: { x, y: at('value'), color: look('color'), strokeDash: look('dash') },
            },
            {
              mark: { type: 'point', size: 40, strokeWidth: 1.6, opacity: 1 },
              encoding: {
                x,
                y: at('value'),
                color: look('color'),
                shape: look('shape'),
                fill: { field: 'fill', type: 'nominal', scale: null, legend: null },
                tooltip,
              },
            },
          ],
        },
      ],
    },
    params: hasSteps(checkpoints)
      ? []
      : [{ name, value: checkpoints.map((one) => clipped(one.name, SHORT)) }],
  }
}
