import { bitFields } from '../domain/label-bits.ts'
import type { LabelRecord } from '../domain/records.ts'
import { ensureLabeler } from '../store/catalog.ts'
import type { Job } from '../store/claims.ts'
import { type EntryKey, keyOf } from '../store/find-entries.ts'
import { openBatches } from '../store/label-batches.ts'
import { writeLabels } from '../store/write/labels.ts'
import { openEntryRun } from './entry-run.ts'
import type { Context } from './ingest.ts'
import type { LabelingPlan } from './plan-labeling.ts'

/** The Run of one labeling command, and where its labels go. */
export const openLabeling = async (context: Context, plan: LabelingPlan) => {
  const { prisma, connection } = context
  const { dataset, variantId, options, origin, asked, prompt } = plan
  const { labeler: by, variant, features, selection } = options
  const prepare = async (): Promise<Job> => ({
    datasetId: dataset.id,
    variantId,
    what: 'label',
    bits: asked.bits,
    by: await ensureLabeler(context, dataset, by, origin, asked),
  })
  const fields = bitFields(dataset.taxonomy.features)
  const how = [origin, features, selection]
  const run = await openEntryRun(context, { kind: 'LABELING', dataset, by, variant, how, prepare })
  const target = {
    datasetId: dataset.id,
    variantId,
    labelerId: run.job.by,
    promptVersion: prompt.version,
  }
  return {
    run,
    target,
    /** Those of some claimed entries that are not in a batch: one may have been sent since the plan was made. */
    free: async (entries: readonly EntryKey[]): Promise<readonly EntryKey[]> => {
      const batches = await openBatches(prisma, target)
      if (batches.length === 0) return entries
      const underWay = new Set(batches.flatMap((batch) => batch.entries.map(keyOf)))
      return entries.filter((entry) => !underWay.has(keyOf(entry)))
    },
    write: (records: readonly LabelRecord[]) => writeLabels(connection, { ...target, fields }, records),
  }
}
