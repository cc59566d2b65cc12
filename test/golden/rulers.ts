import { readFileSync } from 'node:fs'
import type { Share } from './prompts.ts'

type Column = (number | null)[]

/** One value per pair. Null is missing. */
export type RulerPairs = { group: number[]; tie: boolean[] } & Record<
  `${'length' | 'age' | 'pre' | 'post'}${'Chosen' | 'Rejected'}`,
  Column
>

export type RulerAnswer = {
  higherWins: boolean
  ties: number
  alignment: Share
  test: { statistic: number; pValue: number } | null
  models: Record<'PRE' | 'POST', Share & { indifferent: number }>
}

/** What rulers.R wrote. */
export const rulers: {
  datasets: Record<string, RulerPairs>
  answers: Record<string, Record<'length' | 'age', RulerAnswer>>
} = JSON.parse(readFileSync(new URL('rulers.json', import.meta.url), 'utf8'))
