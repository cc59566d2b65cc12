import type { GraphQLSchema } from 'graphql'
import type { Verdict } from '../objectives/judge.ts'
import type { Outcome } from '../objectives/verdict.ts'
import { findDataset } from '../store/catalog.ts'
import type { Context } from './context.ts'
import { DEFAULT_JUDGEMENT, judgeSaved } from './judge-saved.ts'

/** Null before: the objective is new; without a verdict: it is gone. */
export type OutcomeChange = { name: string; before: Outcome | null; verdict: Verdict | null }

/** What became of an objective at a revision. */
export type Judged = Pick<Verdict, 'name' | 'outcome'>

export const changesBetween = (before: readonly Judged[], after: readonly Verdict[]): OutcomeChange[] => {
  const known = new Map(before.map(({ name, outcome }) => [name, outcome]))
  const changed = after.flatMap((verdict) => {
    const { name, outcome } = verdict
    const previous = known.get(name) ?? null
    known.delete(name)
    return previous === outcome ? [] : [{ name, before: previous, verdict }]
  })
  return [...changed, ...[...known].map(([name, before]) => ({ name, before, verdict: null }))]
}

/** Judges the saved objectives of a dataset at each of its revisions, and yields the changes where there are some. */
export const outcomeChanges = (
  name: string,
  { context, schema }: { context: Context; schema: GraphQLSchema },
): AsyncIterable<readonly OutcomeChange[]> => ({
  [Symbol.asyncIterator]: () => {
    const revisions = context.revisions.of(name)[Symbol.asyncIterator]()
    const judgeNow = async ({ id }: { id: number }) => {
      context.beginAnother()
      return judgeSaved(id, DEFAULT_JUDGEMENT, { context, schema })
    }
    let before: Verdict[] | null = null
    return {
      next: async () => {
        for (;;) {
          // Watches before it judges, so that no revision comes between.
          const revised = revisions.next()
          before ??= await judgeNow(await findDataset(context.prisma, name))
          const { done, value } = await revised
          if (done) return { done, value: undefined }
          const after = await judgeNow(value)
          const changes = changesBetween(before, after)
          before = after
          if (changes.length > 0) return { value: changes }
        }
      },
      // Not a generator's, which would wait for the next change.
      return: async () => {
        await revisions.return?.()
        return { done: true, value: undefined }
      },
    }
  },
})
