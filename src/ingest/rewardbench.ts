import type { ScoredPairRecord } from '../domain/records.ts'
import { shown } from './cells.ts'
import { fieldsOf } from './fields.ts'
import { jsonText } from './json-text.ts'
import { readJsonLines } from './jsonl.ts'
import { type PairOptions, type PairStream, pairStream } from './pair-stream.ts'
import { type Prompt, promptedConversation } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import type { Source } from './source.ts'

const WHOLE: Prompt = { kind: 'none', text: '' }

/** A number, or, as models with one logit give it, a list of it. */
const scoreOf = (value: unknown, name: string): number => {
  const score = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof score === 'number' && Number.isFinite(score)) return score
  if (value === undefined) throw new Unusable(`"${name}" is missing`)
  throw new Unusable(`"${name}" is ${shown(jsonText(value))}; it must be a finite number`)
}

/**
 * RewardBench's outputs: JSONL of `text_chosen` and `text_rejected` with the prompt in them, and what a model
 * gave them, `scores_chosen` and `scores_rejected`. Where `results` contradicts the scores, the scores count
 * and a notice says how often.
 */
export const readRewardBench = (source: Source, options: PairOptions = {}): PairStream<ScoredPairRecord> => {
  let contradictions = 0
  const finish = () => {
    if (contradictions === 0) return
    source.notices.push(
      `${source.file}: results contradicts the scores in ${contradictions} lines; the scores count`,
    )
  }
  const parse = (value: unknown, rowId: number) => {
    const fields = fieldsOf(value, ['text_chosen', 'text_rejected'])
    const chosen = promptedConversation(fields.text_chosen, WHOLE, 'text_chosen')
    const rejected = promptedConversation(fields.text_rejected, WHOLE, 'text_rejected')
    const rewards = {
      rowId,
      chosen: scoreOf(fields.scores_chosen, 'scores_chosen'),
      rejected: scoreOf(fields.scores_rejected, 'scores_rejected'),
    }
    if (
      (fields.results === 1 || fields.results === 0) &&
      (fields.results === 1) !== rewards.chosen > rewards.rejected
    )
      contradictions++
    return { chosen, rejected, rewards }
  }
  return pairStream(source, readJsonLines(source), options, parse, finish)
}
