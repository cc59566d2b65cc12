import { tested } from '../../src/audit/tested.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { outlineOf } from '../../src/frame/frame.ts'
import { judge } from '../../src/objectives/judge.ts'
import type { Ask, Judging } from '../../src/objectives/judging.ts'
import type { Objective } from '../../src/objectives/objective.ts'
import type { Correction } from '../../src/stats/p-adjust.ts'
import { ask, sliceOf } from '../metrics/asking.ts'

/** Who answers for a frame in this process; `asked` counts the questions. */
export const judgingOf = (
  frame: Frame,
  saved?: Judging['saved'],
): Judging & { asked: Record<string, number> } => {
  const asked: Record<string, number> = {}
  const outline = outlineOf(frame)
  const answer: Ask = async (slice, question, args, other) => {
    asked[question] = (asked[question] ?? 0) + 1
    const of = ({ where, subject }: typeof slice) => sliceOf(frame, where, subject)
    const found = await ask(of(slice), question, args, other && of(other))
    const loaded = { frameKey: '', outline, frame }
    return tested(question, found, { ...slice, loaded, other }, args)
  }
  return { outline, ask: answer, saved, asked }
}

const HOW = { level: 0.95, correction: 'HOLM' as Correction }

export const judged = (frame: Frame, objectives: readonly Objective[], how = HOW, saved?: Judging['saved']) =>
  judge(objectives, how, judgingOf(frame, saved))
