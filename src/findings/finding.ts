import type { Answer, Arguments, Question } from '../audit/questions.ts'
import type { Outline } from '../frame/frame.ts'

/** What a finding is about. */
export const FINDING_KINDS = [
  'AMPLIFIED',
  'NEGLECTED',
  'ALIGNMENT',
  'WEAK_SLICE',
  'PREFERRED',
  'UNLABELED',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** Something that the data show, in a sentence with its numbers and how sure they are. */
export type Finding = {
  kind: FindingKind
  sentence: string
  /** The field of an audit that has its numbers; null: what is found is that there are none. */
  evidence: 'alignment' | 'amplification' | 'rulers' | 'weakSlices' | null
  /** An index into all features. */
  feature: number | null
  /** Of the test that the sentence rests on, corrected for all that were looked at; null: there is none. */
  pValue: number | null
  /** How many more of its kind are shown, and not told. */
  others: number
}

/** What is looked at: an audit's questions, and what its models are called (null: there is none). */
export type Looking = {
  dataset: string
  outline: Outline
  names: Record<'pre' | 'post', string | null>
  isLabeled: boolean
  /** The slice was selected by the rewards: what choices go with was, too. */
  isSelectedByRewards: boolean
  ask<Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answer<Q>>
}

/** Looks for findings of a kind, the most telling first; none where the data show nothing, or can't. */
export type Finder = (looking: Looking) => Promise<Finding[]>

/** What is called shown: at this level, after correction. */
export const LEVEL = 0.05

/** Of fewer prompts nothing can be told: errors that are clustered by them are too small. */
export const FEWEST_PROMPTS = 20
