import { setTimeout } from 'node:timers/promises'
import { type DatasetRow, findDataset } from './catalog.ts'
import type { Prisma } from './prisma.ts'

/**
 * Yields a dataset whenever its revision has grown, whichever process made it grow, until `signal` aborts.
 *
 * @throws NotFound listing the known datasets.
 */
export async function* watchRevisions(
  prisma: Prisma,
  name: string,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): AsyncGenerator<DatasetRow> {
  let { revision } = await findDataset(prisma, name)
  while (!signal.aborted) {
    await setTimeout(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return
    const dataset = await findDataset(prisma, name)
    if (dataset.revision > revision) yield dataset
    revision = dataset.revision
  }
}
