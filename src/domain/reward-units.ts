/**
 * What a description says of numbers that change when a constant is added to all rewards of one model, or all of them are
 * multiplied by one: neither changes which entry a model prefers.
 */
export const DEPENDS_ON_ZERO = 'Depends on the zero of the rewards.'
export const DEPENDS_ON_SCALE = 'Depends on the scale of the rewards.'
