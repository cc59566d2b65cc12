import type { Cut } from '../pairs.ts'

/** `Pairs.cuts`, of numbers in any order. */
export const cutsOf = (numbers: Float64Array, bins: number): Cut[] => {
  const sorted = Float64Array.from(numbers).sort()
  const n = sorted.length
  if (n === 0) return []
  const starts = [...new Set(Array.from({ length: bins }, (_, bin) => sorted[Math.floor((bin * n) / bins)]))]
  const places = starts.map((start) => sorted.indexOf(start))
  return places.map((place, index) => {
    const end = places[index + 1] ?? n
    return { from: sorted[place], to: sorted[end - 1], pairs: end - place }
  })
}
