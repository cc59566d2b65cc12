/** Which of a pair's entries must have a value. */
export const FEATURE_SCOPES = ['CHOSEN', 'REJECTED', 'EITHER', 'BOTH'] as const
export type FeatureScope = (typeof FEATURE_SCOPES)[number]
