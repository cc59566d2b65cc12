import { InvalidInput } from '../domain/errors.ts'
import { listed } from './columns.ts'
import { PAIR_FORMATS } from './pair-formats.ts'

/** Files that people have and no format takes, by the keys of their lines. */
const SHAPES: readonly { keys: readonly string[]; is: string }[] = [
  { keys: ['completion', 'label'], is: 'single answers, each good or bad (KTO), and no pairs' },
  { keys: ['answer_0', 'answer_1'], is: 'comparisons of two answers by their scores (webgpt)' },
  { keys: ['response_0', 'response_1'], is: 'two answers with what is better or safer (PKU-SafeRLHF)' },
  { keys: ['response_1', 'response_2'], is: 'two answers with how much better one is (HelpSteer)' },
  { keys: ['response_a', 'response_b'], is: 'two answers with a winner' },
  { keys: ['conversation_a', 'conversation_b'], is: 'two conversations with a winner' },
  { keys: ['summaries', 'choice'], is: 'two summaries with a choice (summarize_from_feedback)' },
  { keys: ['prompt', 'answers'], is: 'ranked answers of one prompt (Nectar)' },
  { keys: ['instruction', 'completions'], is: 'rated answers of one prompt (UltraFeedback)' },
  { keys: ['response', 'helpfulness'], is: 'single answers with ratings (HelpSteer)' },
  { keys: ['row_id', 'chosen_score', 'rejected_score'], is: 'rewards, for "npm run ingest -- rewards"' },
  { keys: ['row_id', 'preference'], is: 'labels, for "npm run ingest -- labels"' },
]

/** What to say where a line or file lacks what `format` needs: what it has, and what would take it. */
export const whatItHas = (keys: readonly string[], format: string): string => {
  const hasAll = (wanted: readonly string[]) => wanted.every((key) => keys.includes(key))
  const has = keys.length === 0 ? 'no keys' : listed(keys)
  const other = PAIR_FORMATS.toReversed().find(({ needed }) => hasAll(needed))
  if (other) return other.name === format ? has : `${has}; --format ${other.name} takes it`
  const shape = SHAPES.find((one) => hasAll(one.keys))
  return shape ? `${has}: it looks like ${shape.is}` : has
}

/** @throws InvalidInput naming the columns that a table lacks, and what it has. */
export const requireNeeded = (
  header: readonly string[],
  needed: readonly string[],
  format: string,
  file: string,
): void => {
  const missing = needed.filter((name) => !header.includes(name))
  if (missing.length === 0) return
  const what = missing.length === 1 ? 'the column' : 'the columns'
  throw new InvalidInput(`${file} lacks ${what} ${missing.join(', ')}; it has ${whatItHas(header, format)}`)
}
