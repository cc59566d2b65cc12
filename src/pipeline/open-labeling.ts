import { bitFields } from '../domain/label-bits.ts'
import type { LabelRecord } from '../domain/records.ts'
import { ensureLabeler } from '../store/catalog.ts'
import { writeLabels } from '../store/write/labels.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context } from './ingest.ts'
import type { LabelingPlan } from './plan-labeling.ts'

/** The Run of one labeling command, and where its labels go. */
export const openLabeling = async (context: Context, plan: LabelingPlan) => {
  const { prisma, connection } = context
  const { dataset, variantId, options, origin } = plan
  const { labeler: by, variant, features, selection } = options
  const labelerId = await ensureLabeler(prisma, dataset, by, origin)
  const target = { datasetId: dataset.id, variantId, labelerId }
  const fields = bitFields(dataset.taxonomy.features)
  const how = [origin, features, selection]
  return {
    run: await openEntryRun(context, {
      kind: 'LABELING',
      dataset,
      by,
      variant,
      how,
      planned: plan.progress,
    }),
    target,
    write: (records: readonly LabelRecord[]) => writeLabels(connection, { ...target, fields }, records),
  }
}
