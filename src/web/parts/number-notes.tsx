import { count, interval } from '../format/numbers.ts'

/** Below a number: on how many pairs it rests, if not on all. */
export const SampleSize = ({ pairs, all }: { pairs: number; all: number }) =>
  pairs > 0 && pairs < all ? <small>of {count(pairs)} pairs</small> : null

/** In place of a number: why there is none. */
export const Reason = ({ reason }: { reason: string | null | undefined }) =>
  reason ? <small class="why">{reason}</small> : null

type Bounds = { lower: number; upper: number }
type Noted = { bounds: Bounds | null; format(value: number): string; reason?: string | null }

/** Below a number: its confidence interval, or why there is no number. */
export const IntervalNote = ({ bounds, format, reason }: Noted) =>
  bounds ? <small>{interval(bounds, format)}</small> : <Reason reason={reason} />
