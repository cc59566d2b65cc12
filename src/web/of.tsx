import { count } from './format.ts'

/** Below a number that rests on fewer pairs than stand beside it: on how many. */
export const Of = ({ pairs, all }: { pairs: number; all: number }) =>
  pairs > 0 && pairs < all ? <small>of {count(pairs)} pairs</small> : null
