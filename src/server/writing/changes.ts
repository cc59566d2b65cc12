import type { Changes } from '../../pipeline/changes.ts'
import type { Limits } from '../limits/limits.ts'
import { openDeletions } from './deletions.ts'
import { openChangeThread } from './open-change-thread.ts'

/** How long a deletion is waited for: less than an answer may take. */
const patienceOf = ({ seconds }: Pick<Limits, 'seconds'>) => 1000 * Math.min(20, seconds / 2)

/** What clients change. Deletions, which may take minutes, have a thread of their own. */
export const openChanges = (databaseUrl: string, limits: Limits): Changes & { close(): Promise<void> } => {
  const thread = openChangeThread()
  const deletions = openDeletions(databaseUrl, patienceOf(limits))
  return {
    make: (name, given) => thread.run({ databaseUrl, name, given }) as never,
    delete: deletions.delete,
    close: async () => void (await Promise.all([thread.close(), deletions.close()])),
  }
}
