import type { AlignmentRegime, Preference } from '../generated/documents.ts'

export const REGIMES: Record<AlignmentRegime, string> = {
  BECAME_ALIGNED: 'became aligned',
  STAYED_ALIGNED: 'stayed aligned',
  STAYED_MISALIGNED: 'stayed misaligned',
  REVERSED_ALIGNMENT: 'reversed alignment',
}

export const PREFERENCES: Record<Preference, string> = {
  CHOSEN: 'sides with people',
  REJECTED: 'sides against people',
  INDIFFERENT: 'is indifferent',
}

/** The titles of named things, by name. */
export const titlesOf = (named: Record<string, { title: string }>): Record<string, string> =>
  Object.fromEntries(Object.entries(named).map(([name, { title }]) => [name, title]))
