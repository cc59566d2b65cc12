import type { PairFilter } from '../domain/pair-filter.ts'
import type { Scope } from '../engine/engine.ts'
import type { Answer, Arguments, Question } from '../engine/questions.ts'
import { subjectOf } from '../frame/subject.ts'
import type { Context } from './context.ts'

/** An audit: a slice of a dataset as one pre model, one post model and one labeler see it. */
export type Audit = { datasetId: number; scope: Scope }

type AuditArguments = {
  pre?: string | null
  post?: string | null
  labeler?: string | null
  where?: PairFilter | null
}

/** The audit of a dataset that arguments mean. @throws NotFound for a model or labeler that it does not have. */
export const auditOf = async (datasetId: number, args: AuditArguments, context: Context): Promise<Audit> => {
  const loaded = await context.frame(datasetId)
  return { datasetId, scope: { loaded, subject: subjectOf(loaded.frame, args), where: args.where ?? null } }
}

export const ask = <Q extends Question>(
  { scope }: Audit,
  question: Q,
  args: Arguments<Q>,
  { engine, signal }: Context,
): Promise<Answer<Q>> => engine.ask(scope, question, args, signal)

/** The same audit on fewer pairs. */
export const narrowed = ({ datasetId, scope }: Audit, where: PairFilter): Audit => ({
  datasetId,
  scope: { ...scope, where: scope.where ? { and: [scope.where, where] } : where },
})
