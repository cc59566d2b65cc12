import type { Pairs } from '../pairs/pairs.ts'
import { CODES, type CodeTerm } from '../pairs/terms.ts'

/** Pairs by the codes of two terms: `counts[a][b]`, the last of each being those that are unknown. */
export const crossed = async (pairs: Pairs, a: CodeTerm, b: CodeTerm): Promise<number[][]> => {
  const [lines, columns] = [CODES[a.code] + 1, CODES[b.code] + 1]
  const counts = Array.from({ length: lines }, () => new Array<number>(columns).fill(0))
  for (const { codes, pairs: count } of await pairs.count([a, b]))
    counts[codes[0] ?? lines - 1][codes[1] ?? columns - 1] += count
  return counts
}

/** Pairs of each code of a term, without those of which it is unknown. */
export const byCode = async (pairs: Pairs, term: CodeTerm): Promise<number[]> => {
  const counts = new Array<number>(CODES[term.code]).fill(0)
  for (const { codes, pairs: count } of await pairs.count([term]))
    if (codes[0] !== null) counts[codes[0]] += count
  return counts
}
