import type { Histogram } from '../../metrics/result-types.ts'

const STEPS = [15, 30, 45, 60, 90, 120, 150, 180]

/** The narrowest range around 0, in degrees, that has every angle of some histograms of the whole circle. */
export const angleDomain = (histograms: readonly Histogram[]): [number, number] => {
  let farthest = 0
  for (const { edges, counts } of histograms) {
    counts.forEach((count, bin) => {
      if (count > 0) farthest = Math.max(farthest, Math.abs(edges[bin]), Math.abs(edges[bin + 1]))
    })
  }
  const end = STEPS.find((step) => step >= farthest) ?? 180
  return [-end, end]
}

/** Five ticks from the one end to the other. */
export const angleTicks = ([low, high]: readonly [number, number]): number[] => [
  low,
  low / 2,
  0,
  high / 2,
  high,
]
