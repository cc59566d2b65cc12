/**
 * The k-th smallest value (from 0) moved to its place: nothing larger before it, nothing smaller after it.
 * Hoare's quickselect; the pivots are random, so that no order of the data is a slow one.
 */
const select = (values: Float64Array, k: number): number => {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const pivot = values[left + Math.floor(Math.random() * (right - left + 1))]
    let low = left
    let high = right
    while (low <= high) {
      while (values[low] < pivot) low++
      while (values[high] > pivot) high--
      if (low > high) break
      const swapped = values[low]
      values[low++] = values[high]
      values[high--] = swapped
    }
    if (k <= high) right = high
    else if (k >= low) left = low
    else break
  }
  return values[k]
}

/** The middle value, or the mean of the two middle ones; null when empty. R: `median(x)`. */
export const median = (values: ArrayLike<number>): number | null => {
  const { length } = values
  if (length === 0) return null
  const copy = Float64Array.from(values)
  const half = length >>> 1
  const upper = select(copy, half)
  if (length % 2 === 1) return upper
  let lower = copy[0]
  for (let index = 1; index < half; index++) if (copy[index] > lower) lower = copy[index]
  return (lower + upper) / 2
}
