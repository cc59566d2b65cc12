/** What the server's figures are drawn in, for a light ground, and what is as easy to see on a dark one. */
const DARK: Record<string, string> = {
  white: '#16181c',
  '#000000': '#e8eaee',
  '#333333': '#e8eaee',
  '#767676': '#a4abb8',
  '#CCCCCC': '#555c68',
  '#E8E8E8': '#2c3038',
  '#0072B2': '#4aa3e0',
}
const [INK, FAINT] = ['#e8eaee', '#a4abb8']

const COLORED = /color|fill|stroke|background|range/i

const recolored = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((one) => recolored(one, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, recolored(one, name)]))
  // A scheme that goes from light to dark, so that most stands out, goes from dark to light.
  if (key === 'reverse') return false
  return typeof value === 'string' && COLORED.test(key) ? (DARK[value] ?? value) : value
}

const guide = { labelColor: INK, titleColor: INK, domainColor: FAINT, tickColor: FAINT }

type Config = Record<string, object>

/** A figure's specification for a dark ground. */
export const darkened = <Spec extends { config?: object }>(spec: Spec): Spec => {
  const dark = recolored(spec) as Spec
  const config = (dark.config ?? {}) as Config
  return {
    ...dark,
    config: {
      ...config,
      axis: { ...config.axis, ...guide },
      legend: { ...config.legend, ...guide },
      title: { ...config.title, color: INK, subtitleColor: FAINT },
    },
  }
}
