/**
 * The sum of `term` over the values, compensated (Neumaier): right to the last digit or so whatever the
 * length, and near enough the same in any order. 0 when empty.
 */
export const sumOf = (values: ArrayLike<number>, term: (value: number) => number): number => {
  let sum = 0
  let lost = 0
  for (let index = 0; index < values.length; index++) {
    const next = term(values[index])
    const total = sum + next
    lost += Math.abs(sum) >= Math.abs(next) ? sum - total + next : next - total + sum
    sum = total
  }
  return sum + lost
}

/** A plain sum: of counts, exact. */
export const total = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index]
  return sum
}

/** Σ a·b */
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index]
  return sum
}
