import { sharedReason, withoutAdvice } from '../format/reasons.ts'
import { isSignificant } from '../format/significance.ts'
import type { ChoicesQuery, ChoicesTermsFragment } from '../generated/documents.ts'

export const CHOOSERS = ['people', 'before', 'after'] as const
export type Chooser = (typeof CHOOSERS)[number]

type Audit = NonNullable<ChoicesQuery['dataset']>['audit']
export type ChoiceTerm = ChoicesTermsFragment['terms'][number]

/** What a feature does to the choices of people and of the models, and whether the model's differ from people's. */
export type ChoiceRow = {
  feature: string
  title: string
  terms: Partial<Record<Chooser, ChoiceTerm>>
  amplification: { difference: number | null; adjustedPValue: number | null } | null
}

/** Why a term has no estimate, in plainer words than the server's. */
const REASONS: Partial<Record<ChoiceTerm['status'], string>> = {
  DROPPED_CONSTANT: 'the same on both responses of every pair',
  DROPPED_VIF: 'other features say nearly the same',
  DROPPED_COLLINEAR: 'other features say exactly the same',
  SEPARATED: 'it decides every pair that differs in it',
}

/** Why a term has no estimate; null where it has one. */
export const reasonOf = ({ status, reason }: ChoiceTerm): string | null =>
  REASONS[status] ?? (reason && withoutAdvice(reason))

/** Features of which nothing is known, by why. */
export type LeftOut = { reason: string; titles: string[] }

const weightOf = ({ amplification, terms }: ChoiceRow): number =>
  Math.abs(amplification?.difference ?? terms.after?.estimate ?? terms.before?.estimate ?? 0)

const rank = ({ amplification }: ChoiceRow): number => {
  if (amplification == null || amplification.difference === null) return 2
  return isSignificant(amplification) ? 0 : 1
}

/** What the model makes most of, against people, comes first, what may be chance after it. */
const byAmplification = (a: ChoiceRow, b: ChoiceRow): number => rank(a) - rank(b) || weightOf(b) - weightOf(a)

const leftOutOf = (rows: readonly ChoiceRow[]): LeftOut[] => {
  const byReason = new Map<string, string[]>()
  for (const { title, terms } of rows) {
    const reason = reasonOf(Object.values(terms)[0]!) ?? ''
    byReason.set(reason, [...(byReason.get(reason) ?? []), title])
  }
  return [...byReason].map(([reason, titles]) => ({ reason, titles }))
}

export type Choices = {
  /** Of whom anything is known. */
  choosers: Chooser[]
  /** Why nothing is known of the others, by chooser. */
  unknown: Partial<Record<Chooser, string>>
  rows: ChoiceRow[]
  leftOut: LeftOut[]
}

/** The choices of people and models, a row for each feature. */
export const choicesOf = (audit: Audit): Choices => {
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
    leftOut: leftOutOf(all.filter((row) => !isKnown(row))),
  }
}
