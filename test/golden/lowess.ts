import { readFileSync } from 'node:fs'

type Points = { x: number[]; y: number[] }

/** What lowess.R wrote: points with their smooth values; of the long sample those of every 8,040th point. */
export const smoothed: { points: Record<string, Points & { fitted: number[] }>; long: number[] } = JSON.parse(
  readFileSync(new URL('lowess.json', import.meta.url), 'utf8'),
)

/** The long sample of lowess.R. */
export const longPoints = (): { x: Float64Array; y: Float64Array } => {
  const x = Float64Array.from({ length: 321_600 }, (_, i) => ((i * 7919) % 20011) / 10)
  const curve = (i: number) => (((i * 7919) % 20011) / 2000) ** 2
  return { x, y: x.map((_, i) => curve(i) + ((i * 104729) % 10007) / 10007 + (i % 97 === 0 ? 50 : 0)) }
}
