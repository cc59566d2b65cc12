import type { Stage } from '../../domain/stage.ts'
import type { Taxonomy } from '../../domain/taxonomy.ts'
import type { Condition } from '../../pairs/terms.ts'
import type { Subject } from '../subject.ts'

/** What a client gives, as the GraphQL schema describes it. */
export type Input = {
  /** A scalar's or an enum's name. */
  type: string | InputObject
  list?: true
  description: string
  required?: true
  defaultValue?: unknown
}

export type InputObject = { name: string; description: string; fields: Record<string, Input> }

/** What a filter's conditions are about. */
export type About = { subject: Subject; taxonomy: Taxonomy }

/** What of an outcome pairs are selected by, so that a test of it says nothing. */
export type Selection = {
  /** As in: the slice selects by … */
  by: string
  /** Whose rewards decide whether a pair is selected. */
  stages?: readonly Stage[]
  /** The angle between both models' rewards does. */
  shift?: true
  /** A feature's difference between the entries does. */
  differsBy?(feature: number, taxonomy: Taxonomy): boolean
  /** The measure (its name) whose difference between the entries does. */
  measure?: string
}

/** A condition that a filter can have, all that is to say of it. */
export type FilterCondition<Value> = {
  /** Null: clients can't give it. */
  input: Input | null
  /** Why nothing can match, and what to do about it; null: something can. */
  check?(value: Value): string | null
  /** @throws NotFound, InvalidInput for what the dataset can't have */
  condition(value: Value, about: About): Condition
  /** As they stand under a figure, behind "with"; null: nothing is said. */
  words(value: Value): string | null
  /** What of an outcome its pairs are selected by; null: nothing. */
  selects?(value: Value): Selection | null
  /** What is looked for in all texts: that costs. */
  searches?(value: Value): string
}
