import type { AlignmentRegime, Preference } from './generated/documents.ts'

export const REGIMES: Record<AlignmentRegime, string> = {
  BECAME_ALIGNED: 'became aligned',
  STAYED_ALIGNED: 'stayed aligned',
  STAYED_MISALIGNED: 'stayed misaligned',
  REVERSED_ALIGNMENT: 'reversed alignment',
}

export const PREFERENCES: Record<Preference, string> = {
  CHOSEN: 'sides with the human',
  REJECTED: 'sides against the human',
  INDIFFERENT: 'is indifferent',
}
