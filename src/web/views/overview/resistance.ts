type Interval = { lower: number; upper: number }

/** The confidence interval of resistance, which is 1 − the alignment score, from that of the score. */
export const resistanceInterval = (ofScore: Interval | null): Interval | null =>
  ofScore && { lower: 1 - ofScore.upper, upper: 1 - ofScore.lower }
