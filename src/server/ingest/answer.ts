import { encodeNodeId } from '../../graphql/node-id.ts'
import type { Prisma } from '../../store/prisma.ts'
import type { Counts } from '../../store/runs.ts'
import { errorWithStatus } from '../error-response.ts'
import { addressOf, type Upload } from './uploads.ts'

const NOTHING = { read: 0, changed: 0, rejected: 0, duplicates: 0, conflicts: 0 }

/** What is told of an import while it has no Run, or if none was made. */
const withoutRun = ({ kind, file, startedAt, finishedAt, error }: Upload, message: string | null) => ({
  id: null,
  kind: kind === 'measures' ? 'LABELS' : kind.toUpperCase(),
  state: finishedAt === null ? 'RUNNING' : error === null ? 'DONE' : 'FAILED',
  file,
  startedAt,
  finishedAt,
  error: message,
  counts: NOTHING,
})

/** Its Run as GraphQL has it. */
const runOf = async (upload: Upload, prisma: Prisma, message: string | null) => {
  const { runId, ended, finishedAt } = upload
  const run = runId === null ? null : await prisma.run.findUnique({ where: { id: runId } })
  if (!run) return withoutRun(upload, message)
  const { read, changed, rejected, duplicates, conflicts } = run.counts as Counts
  // The process that would have said so may have died.
  const ending = ended === null ? 'INTERRUPTED' : run.state
  return {
    id: encodeNodeId('Run', run.id),
    kind: run.kind,
    state: finishedAt === null ? 'RUNNING' : ending,
    file: run.file,
    startedAt: run.startedAt,
    finishedAt: finishedAt && (run.finishedAt ?? finishedAt),
    error: run.error ?? message,
    counts: { read, changed, rejected, duplicates, conflicts },
  }
}

/** What is known of an import, with what is wrong with it and the status that this has. */
export const answerOf = async (upload: Upload, prisma: Prisma) => {
  const { dataset, notices, ended, error } = upload
  const failure = error === null ? null : errorWithStatus(error)
  const { http, ...extensions } = failure?.extensions ?? {}
  const { count, first } = ended?.rejects ?? { count: 0, first: [] }
  const body = {
    ...(failure && { errors: [{ message: failure.message, extensions }] }),
    run: await runOf(upload, prisma, failure?.message ?? null),
    dataset,
    revision: ended?.revision ?? null,
    notices,
    rejects: { count, first, ...(count > 0 && { address: `${addressOf(upload)}/rejects` }) },
  }
  return { body, ...(http as { status: number; headers: Record<string, string> } | undefined) }
}
