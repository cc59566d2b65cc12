import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion, preferenceOf, regimeQuotas } from '../../scripts/synthetic/allocation.ts'
import { LABEL_PAIRS, REGIME_BY_PREFERENCE } from '../../scripts/synthetic/published.ts'

test('apportion gives everything away, within one of the exact share', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 })
    .filter((list) => list.some(Boolean))
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), weights, (total, list) => {
      const counts = apportion(total, list)
      const sum = list.reduce((a, b) => a + b)
      expect(counts.reduce((a, b) => a + b)).toBe(total)
      counts.forEach((count, index) => {
        expect(Math.abs(count - (total * list[index]) / sum)).toBeLessThan(1)
      })
    }),
  )
})

test('the quotas of 160,800 pairs are the published counts', () => {
  const quotas = regimeQuotas(160_800)
  for (const [regime, counts] of Object.entries(REGIME_BY_PREFERENCE)) {
    for (const [preference, count] of Object.entries(counts)) {
      expect(quotas[preference as 'CHOSEN'][regime as 'STAYED_ALIGNED']).toBe(count)
    }
  }
})

test('the label pairs give the published preferences', () => {
  const counts = { CHOSEN: 0, REJECTED: 0, INDIFFERENT: 0 }
  for (const [pair, count] of LABEL_PAIRS) counts[preferenceOf(pair)] += count
  expect(counts).toEqual({ CHOSEN: 28443, REJECTED: 10840, INDIFFERENT: 121517 })
})
