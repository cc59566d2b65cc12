import { expect, it } from 'vitest'
import { intervalDomain } from '../../src/figures/drawing/estimated-rows.ts'

const row = (value: number | null, lower = value, upper = value) => ({
  label: 'a',
  estimates: [
    {
      series: 's',
      value,
      interval: lower === null || upper === null ? null : { level: 0.95, lower, upper },
      filled: true,
      reason: null,
    },
  ],
})
const domain = (...rows: ReturnType<typeof row>[]) => intervalDomain(rows as never, 0).map(Math.round)

it('one wild interval does not squeeze all others: it is cut at four times the farthest value', () => {
  expect(domain(row(1, 0, 2), row(10, -500, 3000))).toEqual([-42, 42])
  expect(domain(row(1, 0, 2), row(10, -30, 35))).toEqual([-32, 37])
})

it('has room where nothing varies, or nothing is', () => {
  expect(domain(row(0))).toEqual([-1, 1])
  expect(domain(row(null))).toEqual([-1, 1])
})
