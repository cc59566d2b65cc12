import { answerReader } from '../label/answer.ts'
import { labelRequest } from '../label/prompt.ts'
import type { ChatModel } from '../remote/chat-model.ts'
import type { Tokens } from '../remote/tokens.ts'
import { textsOf } from '../store/find-entries.ts'
import { type AskLimits, type AskOutcome, askEntries } from './ask-entries.ts'
import type { Context } from './ingest.ts'
import { openLabeling } from './open-labeling.ts'
import type { LabelingPlan } from './plan-labeling.ts'

/**
 * Labels the plan's entries. Rejected ones have no label and are asked about again by the next command.
 *
 * @throws Unavailable when the server takes no requests.
 */
export const labelEntries = async (
  context: Context,
  plan: LabelingPlan,
  model: ChatModel,
  limits: AskLimits,
  costOf: (tokens: Tokens) => string,
): Promise<AskOutcome> => {
  const { run, target, free, write } = await openLabeling(context, plan)
  const { entries, prompt, answerTokens } = plan
  return askEntries(
    context,
    {
      run,
      entries,
      textsOf: async function* (claimed) {
        yield* textsOf(context.connection, { ...target, entries: await free(claimed) })
      },
      requestOf: (text) => labelRequest(prompt, text),
      read: answerReader(plan.questionnaire),
      answerTokens,
      write: (answers) =>
        write(answers.map(({ item: { rowId, side }, value }) => ({ rowId, side, ...value }))),
    },
    model,
    limits,
    costOf,
  )
}
