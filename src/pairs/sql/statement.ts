import type { Parameter } from '../../store/sql/connection.ts'

/** Makes a value a parameter of the statement that is being written, and says how it is written there. */
export type Bind = (value: Parameter) => string

/** An expression or a condition. What comes from outside is in it as parameters only. */
export type Sql = string

/** Expressions or conditions, once parameters can be bound. */
export type Bound = (bind: Bind) => readonly Sql[]

/** A statement with its parameters. */
export const statement = (write: (bind: Bind) => Sql): { sql: Sql; parameters: Parameter[] } => {
  const parameters: Parameter[] = []
  const sql = write((value) => `?${parameters.push(value)}`)
  return { sql, parameters }
}

/** A condition that is false where it can't be told. */
export const certainly = (condition: Sql): Sql => `coalesce((${condition}), false)`

export const every = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? 'true' : conditions.map((condition) => `(${condition})`).join(' AND ')

export const some = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' OR ')
