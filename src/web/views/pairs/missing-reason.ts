/** What a list or an order needs: without it no pair is in the list, or has a place in the order. */
export type Need = 'PRE' | 'POST' | 'LABELS'

const MISSING: Record<Need, string> = {
  PRE: 'the dataset has no PRE model: bring its rewards with npm run ingest -- rewards --stage PRE, or npm run score',
  POST: 'the dataset has no POST model: bring its rewards with npm run ingest -- rewards --stage POST, or npm run score',
  LABELS: 'the dataset has no labels: bring them with npm run ingest -- labels, or npm run label',
}

/** Why an audit has not what a list or its order needs; null where it has. */
export const missingReason = (
  needs: readonly Need[],
  { pre, post, labeler }: Record<'pre' | 'post' | 'labeler', object | null>,
): string | null => {
  const available: Record<Need, object | null> = { PRE: pre, POST: post, LABELS: labeler }
  const missing = [...new Set(needs)].filter((need) => !available[need])
  return missing.map((need) => MISSING[need]).join('; ') || null
}
