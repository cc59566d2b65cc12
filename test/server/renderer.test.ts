import { afterAll, expect, it } from 'vitest'
import { Unavailable } from '../../src/domain/errors.ts'
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
