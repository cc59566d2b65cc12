import { interval } from './format.ts'

type Bounds = { lower: number; upper: number }
type Noted = { bounds: Bounds | null; format(value: number): string; reason?: string | null }

/** Below a number: its interval, or why there is no number. */
export const Within = ({ bounds, format, reason = null }: Noted) => {
  if (bounds) return <small>{interval(bounds, format)}</small>
  return reason && <small class="why">{reason}</small>
}
