import type { Connection } from './connection.ts'

/** The condition that a row id is one of a parameter's: a list of numbers. */
export const inRows = ({ provider }: Connection, parameter: number): string =>
  provider === 'sqlite'
    ? `row_id IN (SELECT value FROM json_each(?${parameter}))`
    : `row_id = ANY(?${parameter}::int[])`
