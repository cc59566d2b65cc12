const NONE = '–'

/** What rounds to zero has no sign. */
const decimal = (value: number, digits: number) =>
  (Number(value.toFixed(digits)) || 0).toFixed(digits).replace('-', '−')

/** Numbers as the page shows them. */
export const share = (value: number | null) => (value === null ? NONE : `${(value * 100).toFixed(1)}%`)
export const pValue = (value: number | null) =>
  value === null ? NONE : value < 0.001 ? '< 0.001' : value.toFixed(3)
export const degrees = (value: number | null) => (value === null ? NONE : `${decimal(value, 1)}°`)
export const points = (value: number | null) => (value === null ? NONE : decimal(value, 3))
