import { withoutAdvice } from '../format/reasons.ts'
import type { ChoiceRow, ChoicesAudit, ChoiceTerm, Chooser } from './choice-rows.ts'

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

/** What is said of several, once. */
const grouped = (said: readonly (readonly [text: string, of: string])[]): [text: string, of: string[]][] => {
  const groups = new Map<string, string[]>()
  for (const [text, of] of said) groups.set(text, [...(groups.get(text) ?? []), of])
  return [...groups]
}

/** Features of which nothing is known, and why. */
export const leftOutNotes = (rows: readonly ChoiceRow[]): string[] =>
  grouped(rows.map(({ title, terms }) => [reasonOf(Object.values(terms)[0]!) ?? '', title])).map(
    ([reason, titles]) => `Left out: ${titles.join(', ')} (${reason}).`,
  )

/** What the server warns of, and of whose choices. */
export const warningNotes = (
  audit: ChoicesAudit,
  choosers: readonly Chooser[],
  names: Record<Chooser, string>,
): string[] =>
  grouped(
    choosers.flatMap((chooser) =>
      audit[chooser]!.warnings.map((warning) => [warning, names[chooser]] as const),
    ),
  ).map(([warning, whose]) => `${whose.join('; ')}: ${warning}.`)
