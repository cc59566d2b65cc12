/** A member of an object that a metric answers. */
type Member = { is: 'Int' | 'Float' | 'String' | 'Boolean'; about: string; nullable?: true }

/** An object that a metric answers, member by member as they are named in the answer. */
export type Described = { name: string; about: string; members: Readonly<Record<string, Member>> }

/** An argument of a metric, as it is named there; REGIMES and PREFERENCES: of pairs that have one of these. */
export type Argument =
  | { is: 'Int'; default: number; about: string }
  | { is: 'Boolean'; default: boolean; about: string }
  | { is: 'SIDE'; about: string }
  | { is: 'REGIMES' }
  | { is: 'PREFERENCES' }

/**
 * How clients get a metric whose answer is plain: a field of an audit's under the metric's name. Whose it is needs no
 * argument, but for which of the audit's models: of a metric of one model.
 */
export type Field = {
  about: string
  answer: 'HISTOGRAM' | 'HEATMAP' | Described
  args?: Readonly<Record<string, Argument>>
}

export const count = (about: string): Member => ({ is: 'Int', about })
export const number = (about: string): Member => ({ is: 'Float', about, nullable: true })
/** Why numbers are null. */
export const REASON: Member = {
  is: 'String',
  about: 'Why numbers here are null; null when none is.',
  nullable: true,
}
export const bins = (byDefault: number, about: string): Argument => ({ is: 'Int', default: byDefault, about })
