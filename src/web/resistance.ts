type Interval = { lower: number; upper: number }

/** The interval of resistance, from that of the alignment score: the one is what the other leaves of 1. */
export const resisted = (aligned: Interval | null): Interval | null =>
  aligned && { lower: 1 - aligned.upper, upper: 1 - aligned.lower }
