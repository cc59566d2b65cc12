import { clipped } from '../../domain/clipped.ts'
import { InvalidInput } from '../../domain/errors.ts'
import { type Deletion, findDeletionTarget } from '../../store/deletion-target.ts'
import type { Context } from '../context.ts'
import { changing } from './changed.ts'

/** What a deletion answers with. */
export type Deleted = { dataset: string; name: string; isComplete: boolean }

/** What every deletion says of itself. */
export const GOES_ON =
  'It takes some pairs at a time, each time as a revision of its own. Where it takes longer than the answer is waited for, the server goes on with it (see isComplete); where it stops, the same mutation goes on. CONFLICT while a command is at work on the dataset.'

export const CONFIRM = 'The name once more: INVALID_INPUT where it is another one, and nothing is deleted.'

export const IS_COMPLETE =
  'Whether all of it is gone. If not, the server goes on; the same mutation waits for it again, and is NOT_FOUND when it has ended.'

const SHOWN = 100

/** @throws InvalidInput unless its name is repeated, NotFound, Conflict while others are at work on the dataset */
export const deleteOnce = async (deletion: Deletion, confirm: string, context: Context): Promise<Deleted> => {
  const { dataset, what, name } = deletion
  await findDeletionTarget(context.prisma, deletion)
  if (confirm !== name)
    throw new InvalidInput(
      `confirm: "${clipped(confirm, SHOWN)}" is not the name of the ${what}, which is "${clipped(name, SHOWN)}"; nothing was deleted`,
    )
  const isComplete = await changing(context, () => context.changes.delete(deletion))
  return { dataset, name, isComplete }
}
