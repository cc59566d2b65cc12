import { expect, it } from 'vitest'
import { intervals } from '../../src/figures/drawing/intervals.ts'
import { CHOSEN, REJECTED } from '../../src/figures/drawing/theme.ts'
import { compiled } from './compiled.ts'

const row = (value: number, lower: number, upper: number) => ({
  label: 'a',
  estimates: [CHOSEN, REJECTED].map((series) => ({
    series,
    value,
    interval: { level: 0.95, lower, upper },
    filled: true,
    reason: null,
  })),
})
const drawn = (...rows: ReturnType<typeof row>[]) => {
  const layout = { name: 'rows', series: [CHOSEN, REJECTED], x: { title: 'x' }, width: 400 }
  const { spec, params } = intervals(rows, { ...layout, reference: 0, none: 'nothing' })
  return compiled({ ...spec, params })
}

/** Where the arrows of a figure stand, of 400 pixels, and which way they point. */
const arrowsIn = ({ svg }: { svg: string }) =>
  [...svg.matchAll(/aria-label="[^"]*shape: (triangle-\w+)[^"]*"[^>]*transform="translate\(([\d.]+)/g)].map(
    ([, shape, x]) => [shape, Math.round(Number(x))],
  )

it('an interval that goes on behind an end of the axis has an arrow there', async () => {
  expect(arrowsIn(await drawn(row(1, 0, 2), row(2, -500, 3)))).toEqual([
    ['triangle-left', 0],
    ['triangle-left', 0],
  ])
  expect(arrowsIn(await drawn(row(1, -9, 90)))).toEqual([
    ['triangle-left', 0],
    ['triangle-right', 400],
    ['triangle-left', 0],
    ['triangle-right', 400],
  ])
  expect(arrowsIn(await drawn(row(1, 0, 2)))).toEqual([])
})
