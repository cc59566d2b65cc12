const NONE = '–'

const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const whole = new Intl.NumberFormat('en')
const decimals = (digits: number) =>
  new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative',
  })
const [one, three] = [decimals(1), decimals(3)]

type Maybe = number | null | undefined

/** With a minus sign that is as wide as a plus. */
const signed = (text: string): string => text.replace('-', '−')

export const count = (value: Maybe): string => (value == null ? NONE : whole.format(value))
export const share = (value: Maybe): string => (value == null ? NONE : signed(percent.format(value)))
export const degrees = (value: Maybe): string => (value == null ? NONE : `${signed(one.format(value))}°`)
export const reward = (value: Maybe): string => (value == null ? NONE : signed(three.format(value)))

/** Three digits after the point, or three that count where there is nothing but zeros. */
export const estimate = (value: Maybe): string => {
  if (value == null) return NONE
  return signed(value !== 0 && Math.abs(value) < 0.001 ? value.toPrecision(3) : three.format(value))
}

/** Any number, of a fraction four digits that count. What was typed may be none. */
export const rounded = (value: number): number =>
  typeof value !== 'number' || Number.isInteger(value) ? value : Number(value.toPrecision(4))

export const pValue = (value: Maybe): string => {
  if (value == null) return NONE
  return value < 0.001 ? '< 0.001' : three.format(value)
}

export const interval = (
  bounds: { lower: number; upper: number } | null | undefined,
  format: (value: number) => string,
): string => (bounds ? `${format(bounds.lower)} to\u00A0${format(bounds.upper)}` : NONE)
