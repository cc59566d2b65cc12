import { counted, promptsAndTies } from '../format/counts.ts'
import { interval } from '../format/numbers.ts'

type Sized = { pairs: number; all: number; prompts?: number }

/** Below a number: on how many pairs it rests, if not on all, and on how many prompts, if on fewer; one is a reason of its own. */
export const SampleSize = ({ pairs, all, prompts = pairs }: Sized) => {
  const sizes = [
    ...(pairs < all ? [counted(pairs, 'pair')] : []),
    ...(prompts > 1 ? promptsAndTies({ pairs, prompts }) : []),
  ]
  return pairs > 0 && sizes.length > 0 ? <small>of {sizes.join(', ')}</small> : null
}

/** In place of a number: why there is none. */
export const Reason = ({ reason }: { reason: string | null | undefined }) =>
  reason ? <small class="why">{reason}</small> : null

type Bounds = { lower: number; upper: number }
type Noted = { bounds: Bounds | null; format(value: number): string; reason?: string | null }

/** Below a number: its confidence interval, or why there is no number. */
export const IntervalNote = ({ bounds, format, reason }: Noted) =>
  bounds ? <small>{interval(bounds, format)}</small> : <Reason reason={reason} />
