import { sharedReason } from '../format/reasons.ts'
import { isSignificant } from '../format/significance.ts'
import type { ChoicesQuery, ChoicesTermsFragment } from '../generated/documents.ts'

export const CHOOSERS = ['people', 'before', 'after'] as const
export type Chooser = (typeof CHOOSERS)[number]

export type ChoicesAudit = NonNullable<ChoicesQuery['dataset']>['audit']
export type ChoiceTerm = ChoicesTermsFragment['terms'][number]

/** What a feature does to the choices of people and of the models, and whether the model's differ from people's. */
export type ChoiceRow = {
  feature: string
  title: string
  terms: Partial<Record<Chooser, ChoiceTerm>>
  amplification: { difference: number | null; adjustedPValue: number | null } | null
}

const weightOf = ({ amplification, terms }: ChoiceRow): number =>
  Math.abs(amplification?.difference ?? terms.after?.estimate ?? terms.before?.estimate ?? 0)

const rank = ({ amplification }: ChoiceRow): number => {
  if (amplification == null || amplification.difference === null) return 2
  return isSignificant(amplification) ? 0 : 1
}

/** What the model makes most of, against people, comes first, what may be chance after it. */
const byAmplification = (a: ChoiceRow, b: ChoiceRow): number => rank(a) - rank(b) || weightOf(b) - weightOf(a)

export type Choices = {
  /** Of whom anything is known. */
  choosers: Chooser[]
  /** Why nothing is known of the others, by chooser. */
  unknown: Partial<Record<Chooser, string>>
  rows: ChoiceRow[]
  /** Features of which nothing is known. */
  leftOut: ChoiceRow[]
}

/** The choices of people and models, a row for each feature. */
export const choicesOf = (audit: ChoicesAudit): Choices => {
  const unknown: Choices['unknown'] = {}
  const choosers = CHOOSERS.filter((chooser) => {
    const reason = sharedReason(audit[chooser]?.terms)
    if (reason) unknown[chooser] = reason
    return audit[chooser] && !reason
  })
  const features = new Map<string, ChoiceRow>()
  for (const chooser of choosers) {
    for (const term of audit[chooser]!.terms) {
      const feature = term.feature!
      const amplification = audit.amplification?.terms.find((one) => one.feature === feature) ?? null
      const row = features.get(feature) ?? { feature, title: term.title, terms: {}, amplification }
      row.terms[chooser] = term
      features.set(feature, row)
    }
  }
  const isKnown = ({ terms }: ChoiceRow) => Object.values(terms).some(({ estimate }) => estimate !== null)
  const all = [...features.values()]
  return {
    choosers,
    unknown,
    rows: all.filter(isKnown).sort(byAmplification),
    leftOut: all.filter((row) => !isKnown(row)),
  }
}
