import { askAudit } from '../audit/ask.ts'
import { assertFilter } from '../audit/check-filter.ts'
import { withDefinitions } from '../audit/named-slices.ts'
import type { PairFilter } from '../audit/pair-filter.ts'
import type { Answer, Arguments, Question } from '../audit/questions.ts'
import type { Scope } from '../audit/scope.ts'
import { labelerIndex, modelIndex, subjectOf } from '../audit/subject.ts'
import { type Checkpoints, checkpointsOf, trajectorySubjects } from '../audit/trajectory.ts'
import type { TrajectoryBaseline } from '../domain/checkpoint.ts'
import type { FrameModel, Outline } from '../frame/frame.ts'
import type { Context } from './context.ts'
import { identified } from './pair-ids.ts'

/**
 * An audit: a slice of a dataset as one pre model, one post model and one labeler see it. Where they can't be had, whoever
 * reads `scope` is told why: that is one field's loss, and not that of all that stands beside the audit.
 */
export type Audit = {
  datasetId: number
  readonly scope: Scope
  /** What was asked for, where it can't be had. */
  asked?: AuditArguments
}

type AuditArguments = {
  pre?: string | null
  post?: string | null
  labeler?: string | null
  where?: PairFilter | null
}

/** A filter that has what only the dataset knows: its named slices, and which rows ids mean. @throws NotFound, InvalidInput, LimitExceeded */
const meant = async ({ datasetId, slices }: Outline, where: PairFilter, { prisma }: Context) =>
  identified(prisma, datasetId, withDefinitions(where, slices))

/**
 * The audit of a dataset that arguments mean. Its scope throws NotFound for a model or labeler that it does not have,
 * InvalidInput for a filter that nothing can match.
 */
export const auditOf = async (datasetId: number, args: AuditArguments, context: Context): Promise<Audit> => {
  try {
    if (args.where) assertFilter(args.where)
    const loaded = await context.frame(datasetId)
    const where = args.where ? await meant(loaded.outline, args.where, context) : null
    return { datasetId, scope: { loaded, subject: subjectOf(loaded.outline, args), where } }
  } catch (error) {
    return {
      datasetId,
      asked: args,
      get scope(): Scope {
        throw error
      },
    }
  }
}

/** The same pairs as each checkpoint's audit sees them. @throws NotFound for a model that there is not, InvalidInput for too many */
export const checkpointAudits = (
  { datasetId, scope }: Audit,
  { against, ...which }: Checkpoints & { against: TrajectoryBaseline },
): { model: FrameModel; audit: Audit }[] => {
  const { outline } = scope.loaded
  const { post, labeler } = scope.subject
  const checkpoints = checkpointsOf(outline, which, post)
  return trajectorySubjects(checkpoints, against, labeler).map((subject) => ({
    model: outline.models[subject.post],
    audit: { datasetId, scope: { ...scope, subject } },
  }))
}

/** The answer to a question about an audit, without tests that its slice decides. */
export const ask = async <Q extends Question>(
  { scope }: Audit,
  question: Q,
  args: Arguments<Q>,
  { engine, signal }: Context,
): Promise<Answer<Q>> => askAudit(scope, question, args, { engine, asker: signal })

/** The audit that differs from another in what is given. @throws NotFound for a model or labeler that there is not, InvalidInput */
export const otherAudit = async (
  { datasetId, scope }: Audit,
  args: AuditArguments,
  context: Context,
): Promise<Audit> => {
  if (args.where) assertFilter(args.where)
  const { loaded, subject, where } = scope
  const { outline } = loaded
  const other = {
    ...subject,
    pre: modelIndex(outline, args.pre, subject.pre),
    post: modelIndex(outline, args.post, subject.post),
    labeler: labelerIndex(outline, args.labeler, subject.labeler),
  }
  const own = args.where ? await meant(outline, args.where, context) : args.where
  return {
    datasetId,
    scope: { loaded, subject: other, where: own === undefined ? where : own },
  }
}

/** Asks about one audit beside another of the same dataset. */
export const askOfBoth = <Q extends Question>(
  { first, second }: { first: Audit; second: Audit },
  question: Q,
  args: Arguments<Q>,
  context: Context,
): Promise<Answer<Q>> => {
  const { subject, where } = second.scope
  return ask({ ...first, scope: { ...first.scope, other: { subject, where } } }, question, args, context)
}

/** The same audit on fewer pairs. */
export const narrowed = ({ datasetId, scope }: Audit, where: PairFilter): Audit => {
  const own = withDefinitions(where, scope.loaded.outline.slices)
  return { datasetId, scope: { ...scope, where: scope.where ? { and: [scope.where, own] } : own } }
}
