import { stopIfAborted } from '../../domain/interruption.ts'
import { findDataset } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { DatasetType } from '../schema/dataset.ts'
import { PairType } from '../schema/pair.ts'

/** What a mutation of a dataset answers with, by the dataset's name. */
export type Changed = { dataset: string }

/** An answer's type that has the dataset as it is after the change. */
export const changedType = <Answer extends Changed>(name: string, description: string) => {
  const type = builder.objectRef<Answer>(name).implement({ description })
  builder.objectField(type, 'dataset', (t) =>
    t.field({
      type: DatasetType,
      description: 'The dataset, as it is now.',
      resolve: ({ dataset }, _args, { prisma }) => findDataset(prisma, dataset) as never,
    }),
  )
  return type
}

/** Makes a change, unless nobody waits for it any longer, and forgets what the request has read before it. @throws Cancelled */
export const changing = async <T>(context: Context, make: () => Promise<T>): Promise<T> => {
  stopIfAborted(context.signal)
  const made = await make()
  context.revised()
  PairType.getDataloader(context).clearAll()
  return made
}
