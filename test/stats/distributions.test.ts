import { describe, expect, it } from 'vitest'
import { normalPValue, normalQuantile, studentPValue } from '../../src/stats/distributions.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive } from '../golden/descriptive.ts'

describe('distributions', () => {
  it.each(descriptive.student)('Student: $t with $df df', ({ t, df, pValue }) => {
    expectAgree({ pValue: studentPValue(t, df) }, { pValue })
    expect(studentPValue(-t, df)).toBe(studentPValue(t, df))
  })

  it.each(descriptive.normal)('normal: $z', ({ z, pValue }) => {
    expectAgree({ pValue: normalPValue(z) }, { pValue })
    expect(normalPValue(-z)).toBe(normalPValue(z))
  })

  it.each(descriptive.quantiles)('normal quantile of $p', ({ p, z }) => {
    expectAgree(normalQuantile(p), z)
  })
})
