/** The entry that the human labeler preferred, or the other one. */
export const SIDES = ['CHOSEN', 'REJECTED'] as const
export type Side = (typeof SIDES)[number]
