import { encodeNodeId } from '../../graphql/node-id.ts'
import type { Prisma } from '../../store/prisma.ts'
import type { Counts } from '../../store/runs.ts'
import { errorWithStatus } from '../error-response.ts'
import { addressOf, type Upload } from './uploads.ts'

const KINDS: Record<string, string> = { measures: 'LABELS' }

const NOTHING = { read: 0, changed: 0, rejected: 0, duplicates: 0, conflicts: 0 }

/** Its Run as GraphQL has it; while there is none, or if none was made, what is known without. */
const runOf = async (upload: Upload, prisma: Prisma) => {
  const { kind, file, startedAt, finishedAt, runId, ended, error } = upload
  const stored = runId === null ? null : await prisma.run.findUnique({ where: { id: runId } })
  const message = error === null ? null : errorWithStatus(error).message
  if (!stored) {
    const state = finishedAt === null ? 'RUNNING' : error === null ? 'DONE' : 'FAILED'
    return {
      ...{ id: null, kind: KINDS[kind] ?? kind.toUpperCase(), state, file, startedAt, finishedAt },
      ...{ error: message, counts: NOTHING },
    }
  }
  const { read, changed, rejected, duplicates, conflicts } = stored.counts as Counts
  // The process that would have said so may have died.
  const over = ended === null || stored.state === 'RUNNING' ? 'INTERRUPTED' : stored.state
  return {
    ...{ id: encodeNodeId('Run', stored.id), kind: stored.kind, state: finishedAt === null ? 'RUNNING' : over },
    ...{ file: stored.file, startedAt: stored.startedAt, finishedAt: finishedAt && stored.finishedAt },
    ...{ error: stored.error ?? message, counts: { read, changed, rejected, duplicates, conflicts } },
  }
}

/** What is known of an import, with what is wrong with it and the status that this has. */
export const answerOf = async (upload: Upload, prisma: Prisma) => {
  const { dataset, notices, ended, error } = upload
  const rejects = ended?.rejects ?? { count: 0, first: [] }
  const failure = error === null ? null : errorWithStatus(error)
  const { http, ...extensions } = failure?.extensions ?? {}
  const body = {
    ...(failure && { errors: [{ message: failure.message, extensions }] }),
    run: await runOf(upload, prisma),
    dataset,
    revision: ended?.revision ?? null,
    notices,
    rejects: { ...rejects, ...(rejects.count > 0 && { address: `${addressOf(upload)}/rejects` }) },
  }
  return { body, ...(http as { status: number; headers: Record<string, string> } | undefined) }
}
