import { chunks } from '../async/chunks.ts'
import { InvalidInput } from '../domain/errors.ts'
import type { MeasuredValues } from '../domain/measure.ts'
import type { Measurer } from '../measures/measurer.ts'
import { type DatasetRow, findDataset } from '../store/catalog.ts'
import { ensureMeasures } from '../store/dataset-measures.ts'
import { type EntryText, loadMissing, textsOf } from '../store/find-entries.ts'
import { writeMeasured } from '../store/write/measures.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context, Outcome } from './ingest.ts'
import { claimByClaim, makeEntries } from './make-entries.ts'

/** Texts that are measured and committed at a time. */
const BATCH = 2000

type Variant = { variantId: number; rewriter?: string }

const variantsOf = async ({ prisma }: Context, { id: datasetId }: DatasetRow): Promise<Variant[]> => {
  const variants = await prisma.variant.findMany({ where: { datasetId }, orderBy: { id: 'asc' } })
  return variants.map(({ id, rewriter }) => ({ variantId: id, ...(rewriter !== null && { rewriter }) }))
}

const measureVariant = async (
  context: Context,
  dataset: DatasetRow,
  { variantId, rewriter }: Variant,
  measurer: Measurer,
): Promise<Outcome> => {
  const { connection } = context
  const where = { datasetId: dataset.id, variantId }
  const all = await connection.transaction('write', () =>
    ensureMeasures(connection, dataset.id, measurer.measures),
  )
  const at = all.findIndex(({ name }) => name === measurer.measures[0].name)
  const job = { ...where, what: 'measures', at, by: 0 } as const
  const run = await openEntryRun(context, {
    kind: 'MEASURING',
    dataset,
    by: 'texts',
    variant: rewriter,
    how: measurer.measures.map(({ name }) => name),
    prepare: async () => job,
  })
  return makeEntries<EntryText, MeasuredValues>(context, run, {
    loadEntries: () => loadMissing(connection, job),
    textsOf: (entries) => textsOf(connection, { ...where, entries }),
    make: claimByClaim(async function* (texts) {
      for await (const items of chunks(texts, { count: BATCH })) {
        const values = await measurer.measure(items)
        yield items.map((item, index) => ({ item, value: values[index] }))
      }
    }),
    write: (made) =>
      writeMeasured(
        connection,
        where,
        measurer.measures,
        made.map(({ item: { rowId, side }, value }) => ({ rowId, side, values: value })),
      ),
  })
}

/**
 * Measures the texts of a dataset and of its rewritings that are not measured yet; what is missing is also where a run that
 * was cut off goes on.
 *
 * @throws NotFound for an unknown dataset, InvalidInput for one without texts.
 */
export const measureEntries = async (
  context: Context,
  { dataset: name }: { dataset: string },
  measurer: Measurer,
): Promise<Outcome[]> => {
  const dataset = await findDataset(context.prisma, name)
  const variants = await variantsOf(context, dataset)
  if ((await context.prisma.pair.findFirst({ where: { datasetId: dataset.id } })) === null)
    throw new InvalidInput(`dataset "${name}" has no pairs to measure`)
  const outcomes: Outcome[] = []
  for (const variant of variants) {
    outcomes.push(await measureVariant(context, dataset, variant, measurer))
    if (context.signal.aborted) break
  }
  return outcomes
}
