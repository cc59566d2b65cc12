import { NotFound } from '../domain/errors.ts'
import { bitFields } from '../domain/label-bits.ts'
import { SIDES } from '../domain/side.ts'
import type { FeatureKind } from '../domain/taxonomy.ts'
import { type DatasetRow, findDataset, ORIGINAL } from '../store/catalog.ts'
import { keyOf, loadLabeledRows } from '../store/find-entries.ts'
import { loadPairIds } from '../store/pair-ids.ts'
import type { Prisma } from '../store/prisma.ts'
import { storedLabels } from '../store/write/stored.ts'
import { csvLine } from './csv-line.ts'
import type { Context } from './ingest.ts'

/** Pairs whose labels are in memory at once. */
const PART = 1000

const findLabeler = async (prisma: Prisma, { id: datasetId, name: dataset }: DatasetRow, name: string) => {
  const labelers = await prisma.labeler.findMany({ where: { datasetId }, orderBy: { name: 'asc' } })
  const labeler = labelers.find((one) => one.name === name)
  if (labeler) return labeler
  throw new NotFound(
    `labeler of dataset "${dataset}"`,
    name,
    labelers.map((one) => one.name),
  )
}

/** As the labels file has them. */
const SPELLED: Record<FeatureKind, (value: number) => string> = {
  BOOLEAN: (value) => (value === 1 ? 'True' : 'False'),
  TERNARY: (value) => ['negative', 'neutral', 'positive'][value + 1],
}

/**
 * What a labeler says of a dataset's originals, as the CSV that brings it in: lines, in constant memory. Unknown
 * values are empty; the pairs' own ids are in a column where they have any.
 *
 * @throws NotFound for an unknown dataset or labeler.
 */
export async function* exportLabels(
  { prisma, connection }: Pick<Context, 'prisma' | 'connection'>,
  options: { dataset: string; labeler: string },
): AsyncGenerator<string> {
  const dataset = await findDataset(prisma, options.dataset)
  const { id: labelerId } = await findLabeler(prisma, dataset, options.labeler)
  const { features } = dataset.taxonomy
  const of = { datasetId: dataset.id, variantId: ORIGINAL, labelerId }
  const identified = await prisma.pair.findFirst({ where: { datasetId: dataset.id, pairId: { not: null } } })
  yield csvLine([
    'row_id',
    ...(identified ? ['pair_id'] : []),
    'preference',
    ...features.map(({ name }) => name),
    'topics',
    'last_response_is_discriminating_against',
  ])
  const target = { ...of, fields: bitFields(features) }
  let last = -1
  for (;;) {
    const rowIds = await loadLabeledRows(connection, { ...of, after: last, limit: PART })
    if (rowIds.length === 0) return
    const labels = await storedLabels(connection, target, rowIds)
    const ids = identified ? await loadPairIds(connection, dataset.id, rowIds) : null
    for (const rowId of rowIds)
      for (const side of SIDES) {
        const label = labels.get(keyOf({ rowId, side }))
        if (!label) continue
        yield csvLine([
          rowId,
          ...(ids ? [ids.get(rowId) ?? null] : []),
          side.toLowerCase(),
          ...features.map(({ kind }, index) => {
            const value = label.values[index] ?? null
            return value === null ? null : SPELLED[kind](value)
          }),
          JSON.stringify(label.topics),
          JSON.stringify(label.discriminatesAgainst),
        ])
      }
    last = rowIds[rowIds.length - 1]
  }
}
