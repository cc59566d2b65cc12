import { createHash } from 'node:crypto'
import path from 'node:path'
import { SealError } from '../domain/errors.ts'
import { bitFields } from '../domain/label-bits.ts'
import type { LabelRecord } from '../domain/records.ts'
import { ensureLabeler } from '../store/catalog.ts'
import { advanceRun, beginRun, endRun, NO_COUNTS } from '../store/runs.ts'
import type { EntryKey } from '../store/unlabeled.ts'
import { writeLabels } from '../store/write/labels.ts'
import type { Context, Outcome } from './ingest.ts'
import { inputOf, type LabelingPlan } from './plan-labeling.ts'
import { openRejects } from './rejects.ts'

const rejectsNameOf = ({ options: { dataset, labeler, variant } }: LabelingPlan) => {
  const names = [dataset, 'labeling', labeler, ...(variant === undefined ? [] : [variant])]
  return `${names.join('-')}.rejects.csv`.replace(/[^\w.-]+/g, '_')
}

/** The Run of one labeling command: its labels, rejects and end. */
export const openLabelingRun = async (context: Context, plan: LabelingPlan) => {
  const { prisma, connection, signal } = context
  const { dataset, variantId, options, origin } = plan
  const { labeler: name, variant, features, selection } = options
  const labelerId = await ensureLabeler(prisma, dataset, name, origin)
  const fields = bitFields(dataset.taxonomy.features)
  const target = { datasetId: dataset.id, variantId, labelerId }
  const run = await beginRun(
    { prisma, connection },
    {
      datasetId: dataset.id,
      planned: plan.progress,
      kind: 'LABELING',
      file: inputOf(options),
      fingerprint: createHash('sha256')
        .update(JSON.stringify(['LABELING', name, origin, variant, features, selection]))
        .digest('hex'),
    },
  )
  const rejects = openRejects(path.join(context.rejectsDirectory, rejectsNameOf(plan)))
  const counts = { ...NO_COUNTS, read: run.changed, changed: run.changed }

  return {
    target,
    counts,
    /** Commits labels with how far the Run is, and what belongs to them. */
    commit: async (records: readonly LabelRecord[], also: () => Promise<unknown> = async () => undefined) => {
      const changed = await connection.transaction('write', async () => {
        const rows = await writeLabels(connection, { ...target, fields }, records)
        const next = { ...counts, read: counts.read + records.length, changed: counts.changed + rows }
        await advanceRun(connection, run, next.changed, next)
        await also()
        return rows
      })
      counts.read += records.length
      counts.changed += changed
    },
    reject: ({ rowId, side }: EntryKey, reason: string) => {
      counts.read++
      counts.rejected++
      rejects.add({ file: variant ?? '', line: 0, rowId, reason: `${side}: ${reason}` })
    },
    /** @throws what the command failed with, once that is written down. */
    end: async (failure?: unknown): Promise<Outcome> => {
      rejects.close()
      const revise = counts.changed > run.revised
      if (failure !== undefined) {
        const error = failure instanceof SealError ? failure.message : 'the command failed'
        await endRun(connection, run, { state: 'FAILED', counts, error, revise }).catch(() => undefined)
        throw failure
      }
      await endRun(connection, run, { state: signal.aborted ? 'INTERRUPTED' : 'DONE', counts, revise })
      const { revision } = await prisma.dataset.findUniqueOrThrow({ where: { id: dataset.id } })
      return { counts, rejectsFile: rejects.path, revision, interrupted: signal.aborted }
    },
  }
}

export type LabelingRun = Awaited<ReturnType<typeof openLabelingRun>>
