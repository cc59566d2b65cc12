import { InvalidInput } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import { listed } from './columns.ts'
import type { Fields } from './pair-format.ts'
import { PAIR_FORMATS } from './pair-formats.ts'

/** Files that people have and no format takes, by the keys of their lines. */
const SHAPES: readonly { keys: readonly string[]; is: string; isSuch?: (row: Fields) => boolean }[] = [
  { keys: ['completion', 'label'], is: 'single answers, each good or bad (KTO), and no pairs' },
  {
    keys: ['text_chosen', 'text_rejected', 'results'],
    is: "a judge's results without scores (RewardBench, generative)",
  },
  { keys: ['accuracy', 'model'], is: 'a summary of results, without the pairs' },
  {
    keys: ['chosen', 'rejected'],
    is: 'scores of pairs, without their texts',
    isSuch: ({ chosen }) => typeof chosen === 'number',
  },
  {
    keys: ['info', 'summary'],
    is: 'single summaries with ratings (summarize_from_feedback, axis), and no pairs',
  },
  { keys: ['response', 'is_safe'], is: 'single answers, each safe or not (BeaverTails), and no pairs' },
  { keys: ['row_id', 'chosen_score', 'rejected_score'], is: hint`rewards, for "npm run ingest -- rewards"` },
  { keys: ['row_id', 'preference'], is: hint`labels, for "npm run ingest -- labels"` },
]

/** What a file is whose rows have these keys, such as this one, if that is known and no format takes it. */
export const knownShape = (keys: readonly string[], row: Fields = {}): string | undefined =>
  SHAPES.find((shape) => shape.keys.every((key) => keys.includes(key)) && (shape.isSuch?.(row) ?? true))?.is

/** A format that all of its keys but one speak for. */
export const nearestFormat = (keys: readonly string[]): string | undefined => {
  for (const { needed, about, ...format } of PAIR_FORMATS) {
    if ('isSuch' in format) continue
    const missing = needed.filter((key) => !keys.includes(key))
    if (missing.length === 1 && needed.length > 2) return `${about}, but lacks ${missing[0]}`
  }
}

/** What to say where a line or file lacks what `format` needs: what it has, and what would take it. */
export const whatItHas = (keys: readonly string[], format: string): string => {
  const hasAll = (wanted: readonly string[]) => wanted.every((key) => keys.includes(key))
  const has = keys.length === 0 ? 'no keys' : listed(keys)
  const fitting = PAIR_FORMATS.filter(({ needed }) => hasAll(needed))
  // Those that look at values can't be told by keys; of them TRL is the most general.
  const other =
    fitting.find((one) => !('isSuch' in one)) ?? fitting.find(({ name }) => name === 'trl') ?? fitting[0]
  if (other) return other.name === format ? has : `${has}; --format ${other.name} takes it`
  const shape = knownShape(keys) ?? nearestFormat(keys)
  return shape ? `${has}: it looks like ${shape}` : has
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
