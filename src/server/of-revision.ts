import type { Context } from '../graphql/context.ts'
import { findDataset } from '../store/catalog.ts'
import { isKnown, notModified, revalidated, tagOf } from './cached.ts'

/**
 * An answer that depends on a dataset's revision and on nothing but `dependencies`: 304 to who has it, before
 * anything is loaded or computed. `answer` gets the dataset's id and the headers that name it.
 *
 * @throws NotFound listing the known datasets
 */
export const ofRevision = async (
  request: Request,
  context: Context,
  { dataset, dependencies }: { dataset: string; dependencies: readonly unknown[] },
  answer: (datasetId: number, headers: Record<string, string>) => Promise<Response>,
): Promise<Response> => {
  const { id, revision } = await findDataset(context.prisma, dataset)
  const tag = (of: number) => tagOf(id, of, ...dependencies)
  if (isKnown(request, tag(revision))) return notModified(tag(revision))
  // It may have been revised since.
  const { frame } = await context.frame(id)
  return answer(id, revalidated(tag(frame.revision)))
}
