/** Which entry a labeler's target features favour. */
export const PREFERENCES = ['CHOSEN', 'REJECTED', 'INDIFFERENT'] as const
export type Preference = (typeof PREFERENCES)[number]
