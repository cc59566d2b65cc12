import type { TextMatches } from '../pairs/columns/condition.ts'
import type { Condition } from '../pairs/terms.ts'

/** What a metric compares or counts within the pairs that it is asked about: conditions, or what has one. */
type Parts = { parts?: readonly (Condition | { where: Condition })[] }

export const partsIn = (args: unknown): readonly Condition[] =>
  ((args as Parts).parts ?? []).map((part) => ('where' in part ? part.where : part))

/** Arguments whose parts know the rows of texts. */
export const withRows = <Args>(args: Args, texts: TextMatches): Args => {
  const parts = (args as Parts).parts?.map((part) =>
    'where' in part ? { ...part, where: located(part.where, texts) } : located(part, texts),
  )
  return { ...args, parts }
}

/** A condition that knows the rows of texts. */
const located = (condition: Condition, texts: TextMatches): Condition => {
  const each = (all: readonly Condition[]) => all.map((one) => located(one, texts))
  if ('all' in condition) return { all: each(condition.all) }
  if ('any' in condition) return { any: each(condition.any) }
  if ('not' in condition) return { not: located(condition.not, texts) }
  if ('slice' in condition) return { ...condition, means: located(condition.means, texts) }
  return 'text' in condition ? { rowIds: [...(texts.get(condition.text) ?? [])] } : condition
}
