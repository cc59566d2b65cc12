import { describe, expect, it } from 'vitest'
import {
  normalPValue,
  normalQuantile,
  studentPValue,
  studentQuantile,
} from '../../src/stats/distributions.ts'
import { expectAgree } from '../golden/agree.ts'
import { descriptive } from '../golden/descriptive.ts'
import { regression } from '../golden/regression.ts'

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

describe('the far tails', () => {
  it.each(regression.tTails)('t $t, $df df', ({ t, df, pValue }) => {
    expectAgree({ pValue: studentPValue(t, df) }, { pValue })
  })
  it.each(regression.normalTails)('z $z', ({ z, pValue }) => {
    expectAgree({ pValue: normalPValue(z) }, { pValue })
  })
  // A level in double precision leaves tails of 5e-17 or more.
  it.each(regression.tQuantiles.filter(({ p }) => p >= 1e-100))('quantile $p, $df df', ({ p, df, t }) => {
    expectAgree(studentQuantile(p, df), t)
  })
})
