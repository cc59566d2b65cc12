export const PAIR_ORDER_FIELDS = [
  'ROW_ID',
  'REWARD_SHIFT',
  'PRE_MARGIN',
  'POST_MARGIN',
  'MARGIN_CHANGE',
] as const
export const SORT_DIRECTIONS = ['ASC', 'DESC'] as const
export type PairOrder = {
  by: (typeof PAIR_ORDER_FIELDS)[number]
  direction: (typeof SORT_DIRECTIONS)[number]
}
