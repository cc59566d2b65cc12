/** Before or after the reward model was trained on the alignment dataset. */
export const STAGES = ['PRE', 'POST'] as const
export type Stage = (typeof STAGES)[number]
export const [BEFORE, AFTER] = STAGES
