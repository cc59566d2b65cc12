import { readFileSync } from 'node:fs'
import type { Agreement } from '../../src/stats/kappa.ts'
import type { Summary } from '../../src/stats/summary.ts'
import type { TTest } from '../../src/stats/t-test.ts'
import type { TestResult } from '../../src/stats/test-result.ts'

type OneSample = { summary: Summary; tTest: TTest | null; signTest: TestResult | null }
type TwoSample = { equalVariances: TTest | null; welch: TTest | null }
type Circular = { mean: number; resultantLength: number }
type Bins = { bins: number; edges: number[]; counts: number[] }

/** What descriptive.R wrote. */
export type Descriptive = {
  samples: Record<string, OneSample & { values: number[] }>
  long: Record<string, OneSample>
  twoSample: (TwoSample & { a: string; b: string })[]
  proportions: (TwoSample & { counts: [number, number, number, number] })[]
  paired: Record<string, { count: number; sum: number; sumOfSquares: number; tTest: TTest | null }>
  coins: { counts: [number, number]; pValue: number }[]
  wilson: { successes: number; n: number; level: number; lower: number; upper: number }[]
  kappa: Record<string, Agreement & { table: number[][] }>
  circular: Record<string, Circular & { values: number[] }>
  circularLong: Circular
  histograms: (Bins & { values: number[]; domain: [number, number] | null })[]
  histogramLong: Bins
  heatmap: { x: number[]; y: number[]; xBins: number; yBins: number; counts: number[][] }
  student: { t: number; df: number; pValue: number }[]
  normal: { z: number; pValue: number }[]
  quantiles: { p: number; z: number }[]
}

export const descriptive: Descriptive = JSON.parse(
  readFileSync(new URL('descriptive.json', import.meta.url), 'utf8'),
)

const long = (value: (index: number) => number): Float64Array =>
  Float64Array.from({ length: 160_800 }, (_, index) => value(index))

/** Every residue once, well mixed: a permutation of 0 … 160,800, cut short by one. */
const mixed = (index: number): number => (index * 7919) % 160_801

/** The samples `long` of descriptive.R, by the same formulas. */
export const longSamples: Record<string, Float64Array> = {
  spread: long((index) => mixed(index) / 1000 - 70),
  offset: long((index) => 1e9 + mixed(index) / 160_801),
  ties: long((index) => ((index * 31) % 5) - 2),
  skewed: long((index) => {
    const share = mixed(index) / 160_801
    return share * share * share - 0.25
  }),
}
