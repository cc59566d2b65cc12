import type { Context } from '../../graphql/context.ts'
import { findDataset } from '../../store/catalog.ts'
import { etagHeaders, hasTag, notModified, tagOf } from './etag.ts'

/**
 * An answer that depends on a dataset's revision and on nothing but `dependencies`: 304 to a client that has it, before
 * anything is loaded or computed. `answer` gets the dataset's id and the headers with the entity tag.
 *
 * @throws NotFound listing the datasets
 */
export const revisionResponse = async (
  request: Request,
  context: Context,
  { dataset, dependencies }: { dataset: string; dependencies: readonly unknown[] },
  answer: (datasetId: number, headers: Record<string, string>) => Promise<Response>,
): Promise<Response> => {
  const { id, revision } = await findDataset(context.prisma, dataset)
  const tag = (of: number) => tagOf(id, of, ...dependencies)
  if (hasTag(request, tag(revision))) return notModified(tag(revision))
  // It may have been revised since.
  const { outline } = await context.frame(id)
  return answer(id, etagHeaders(tag(outline.revision)))
}
