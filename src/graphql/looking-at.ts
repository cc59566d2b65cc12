import { selectsOutcome } from '../audit/decided.ts'
import { clipped } from '../domain/clipped.ts'
import { STAGES } from '../domain/stage.ts'
import type { Looking } from '../findings/finding.ts'
import { type Audit, ask } from './audit-scope.ts'
import type { Context } from './context.ts'

/** An audit, for whoever looks for findings in it. */
export const lookingAt = async (audit: Audit, context: Context): Promise<Looking> => {
  const { loaded, subject, where } = audit.scope
  const { outline } = loaded
  const nameOf = (model: number) => {
    const name = outline.models[model]?.name
    return name === undefined ? null : clipped(name, 60)
  }
  const { name: dataset } = await context.datasets.load(audit.datasetId)
  return {
    dataset,
    outline,
    names: {
      // A model is not before itself.
      pre: subject.pre === subject.post ? null : nameOf(subject.pre),
      post: nameOf(subject.post),
    },
    isLabeled: subject.labeler >= 0,
    isSelectedByRewards: selectsOutcome(where, STAGES) !== null,
    ask: (question, args) => ask(audit, question, args, context),
  }
}
