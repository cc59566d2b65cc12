import { clipped } from '../domain/clipped.ts'
import type { NamedFeature } from '../domain/measure.ts'
import { SIDES } from '../domain/side.ts'
import type { FlipCount } from '../metrics/rewriting.ts'
import { beside } from './drawing/beside.ts'
import { emptyPanel } from './drawing/empty.ts'
import { rounded } from './drawing/rounded.ts'
import { capitalized, FULL, SHORT, wordsOf } from './drawing/text.ts'
import { GAINED, GREY, LOST, panelTitle, scaleOf } from './drawing/theme.ts'
import type { Panel, Spec } from './drawing/vega-lite.ts'
import { figure } from './figure.ts'

const WIDTH = 300
const SERIES = [LOST, GAINED]

const shareOf = (part: number, { gained, unchanged, lost }: FlipCount): number =>
  part / (gained + unchanged + lost)

/** Bars of what was lost go to the left of 0, of what was gained to the right. */
const sidePanel = (
  counts: readonly FlipCount[],
  features: readonly NamedFeature[],
  { title, name, farthest }: { title: string; name: string; farthest: number },
): Panel => {
  if (counts.length === 0) {
    return emptyPanel('no entry of a rewritten pair of the slice is labeled before and after', {
      title,
      width: WIDTH,
      height: 100,
    })
  }
  const values = counts.flatMap((count, row) =>
    [
      { series: LOST, entries: count.lost, sign: -1 },
      { series: GAINED, entries: count.gained, sign: 1 },
    ].map(({ series, entries, sign }) => ({
      row,
      label: clipped(features[count.feature].title, FULL),
      series: series.name,
      entries,
      unchanged: count.unchanged,
      share: rounded(shareOf(entries, count)),
      end: rounded(sign * shareOf(entries, count)),
      text: `${(100 * shareOf(entries, count)).toFixed(1)}%`,
    })),
  )
  const y: Spec = {
    field: 'row',
    type: 'ordinal',
    title: null,
    scale: { domain: counts.map((_, row) => row) },
    axis: { labelExpr: `${name}[datum.value]`, ticks: false, domain: false, labelPadding: 8 },
  }
  const x: Spec = {
    field: 'end',
    type: 'quantitative',
    scale: { domain: [-farthest, farthest], nice: false },
    axis: {
      title: 'share of entries: lost to the left, gained to the right',
      labelExpr: "format(abs(datum.value), '.0%')",
      tickCount: 5,
    },
  }
  const labels = ([LOST, GAINED] as const).map(
    (series): Spec => ({
      data: { values: values.filter((one) => one.series === series.name) },
      mark: {
        type: 'text',
        align: series === LOST ? 'right' : 'left',
        dx: series === LOST ? -4 : 4,
        fontSize: 10,
        color: GREY,
      },
      encoding: { y, x, text: { field: 'text', type: 'nominal' } },
    }),
  )
  return {
    spec: {
      title: panelTitle(title),
      width: WIDTH,
      height: counts.length * 26,
      layer: [
        {
          data: { values },
          mark: { type: 'bar', height: { band: 0.6 }, stroke: '#333333', strokeWidth: 0.6 },
          encoding: {
            y,
            x: { ...x, stack: null },
            color: {
              field: 'series',
              type: 'nominal',
              scale: scaleOf(SERIES, 'color'),
              legend: { title: null, orient: 'top' },
            },
            tooltip: [
              { field: 'label', type: 'nominal', title: 'of' },
              { field: 'series', type: 'nominal', title: 'flip' },
              { field: 'entries', type: 'quantitative', title: 'entries' },
              { field: 'share', type: 'quantitative', title: 'share' },
              { field: 'unchanged', type: 'quantitative', title: 'unchanged entries' },
            ],
          },
        },
        ...labels,
      ],
    },
    params: [{ name, value: counts.map(({ feature }) => clipped(features[feature].title, SHORT)) }],
  }
}

/** A panel for each side. */
export const flips = figure({
  name: 'FLIPS',
  about: 'Which features rewriting changed, and how often (Figure 12 of the paper).',
  title: 'Flips',
  args: ['rewriter'],
  needs: ['LABELS'],
  ask: ({ ask, args: { rewriter } }) => ask('flips', { rewriter }),
  draw: (counts, { features }) => {
    const largest = Math.max(
      0,
      ...counts.flatMap((one) => [shareOf(one.gained, one), shareOf(one.lost, one)]),
    )
    const farthest = Math.max(0.05, Math.ceil(largest * 1.3 * 20) / 20)
    const panels = SIDES.map((side) =>
      sidePanel(
        counts.filter((count) => count.side === side),
        features,
        { title: `${capitalized(wordsOf(side))} entries`, name: `${wordsOf(side)}Features`, farthest },
      ),
    )
    return {
      title: 'Labels that rewriting changed',
      notes: [
        'Among the entries of rewritten pairs that are labeled before and after; the rest is unchanged.',
      ],
      ...beside(panels, { columns: 2 }),
    }
  },
})
