import { afterAll, expect, it } from 'vitest'
import { Unavailable } from '../../src/domain/errors.ts'
import { overSteps } from '../../src/figures/drawing/over-steps.ts'
import { AGREEMENT } from '../../src/figures/drawing/theme.ts'
import { openRenderer } from '../../src/server/figures/renderer.ts'

const renderer = openRenderer({ longestMs: 10_000 })
afterAll(() => renderer.close())
const asker = new AbortController().signal
const draw = (count: number) =>
  renderer.render(
    {
      data: { sequence: { start: 0, stop: count, as: 'x' } },
      // Of n points it looks at a third of them for each.
      transform: [
        { calculate: 'sin(datum.x)', as: 'y' },
        { loess: 'y', on: 'x' },
      ],
      mark: 'point',
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
    },
    'svg',
    asker,
  )

it('a figure that does not end costs itself, not the next ones', async () => {
  const outcomes = await Promise.allSettled([draw(3), draw(1e6), draw(4)])
  expect(outcomes[1]).toMatchObject({
    status: 'rejected',
    reason: expect.any(Unavailable),
  })
  expect((outcomes[1] as PromiseRejectedResult).reason.message).toBe(
    'the thread that was to draw the figure has died; ask again, or for less',
  )
  for (const [index, points] of [
    [0, 3],
    [2, 4],
  ] as const) {
    const { value } = outcomes[index] as PromiseFulfilledResult<string>
    expect(value.match(/aria-roledescription="point"/g)).toHaveLength(points)
  }
})

it('an error of its own is its own', async () => {
  await expect(renderer.render({ mark: 'nonsense' }, 'svg', asker)).rejects.not.toBeInstanceOf(Unavailable)
})

const wide = () => {
  const values = [
    { value: -30, interval: { lower: -322, upper: 262, level: 0.95 } },
    { value: -20, interval: { lower: -951, upper: 912, level: 0.95 } },
    { value: -2, interval: { lower: -10, upper: 6, level: 0.95 } },
  ]
  const estimates = values.map((one) => ({ ...one, series: AGREEMENT, filled: false, reason: null }))
  const checkpoints = values.map((_, at) => ({ name: `m${at}`, series: 'run', step: at }))
  const layout = { name: 'models', y: { title: null }, reference: 0, width: 520, height: 260 }
  return overSteps([{ series: AGREEMENT, estimates }], checkpoints, layout).spec
}
const isPng = (image: string | Uint8Array) => Buffer.from(image).subarray(1, 4).toString() === 'PNG'

it('intervals that leave their panel are drawn as far as it goes', async () => {
  expect(isPng(await renderer.render(wide(), 'png', asker))).toBe(true)
})

it('what can be drawn as SVG alone costs itself, not the next ones', async () => {
  // The library that makes PNG can't fade a line that leaves its panel.
  const faded = JSON.parse(JSON.stringify(wide()).replaceAll(/"(?:stroke|fill)Opacity"/g, '"opacity"'))
  expect(await renderer.render(faded, 'svg', asker)).toMatch(/^<svg/)
  const drawn = renderer.render(faded, 'png', asker)
  await expect(drawn).rejects.toThrow('the figure can be drawn as SVG, but not as PNG: ask for SVG')
  await expect(drawn).rejects.toBeInstanceOf(Unavailable)
  expect(isPng(await renderer.render(wide(), 'png', asker))).toBe(true)
})
