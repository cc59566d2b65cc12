import type { Engine } from '../engine/engine.ts'
import { conditionOf } from './condition.ts'
import { type Answer, type Arguments, type Question, worded } from './questions.ts'
import type { Scope, Slice } from './scope.ts'
import { tested } from './tested.ts'

/**
 * The answer to a question about an audit, without tests that its slice decides.
 *
 * @throws NotFound, InvalidInput for what can't be asked, Cancelled when `asker` aborts, Unavailable when too many questions wait
 */
export const askAudit = async <Q extends Question>(
  scope: Scope,
  question: Q,
  args: Arguments<Q>,
  { engine, asker }: { engine: Pick<Engine, 'ask'>; asker?: AbortSignal },
): Promise<Answer<Q>> => {
  const { loaded, subject, other } = scope
  const { outline } = loaded
  const meant = ({ subject, where }: Slice) => where && conditionOf(where, subject, outline)
  const { argsOf, answerOf } = worded(question)
  const about = { loaded, where: meant(scope), other: other ? { where: meant(other) } : null }
  const asking = { outline, subject, other: other?.subject ?? subject }
  const answer = await engine.ask(about, question, argsOf(asking, args), asker)
  return tested(question, answerOf(answer), scope, args)
}
