import type { Random } from './random.ts'

/** Marks `count` of the pairs, each set of them as likely as any other (Knuth's selection sampling). */
export const drawSubset = (pairs: number, count: number, random: Random): Uint8Array => {
  const marks = new Uint8Array(pairs)
  let needed = count
  for (let pair = 0; pair < pairs; pair++) {
    if (random.uniform() * (pairs - pair) >= needed) continue
    marks[pair] = 1
    needed--
  }
  return marks
}
