import { type DocumentNode, parse } from 'graphql'
import type { Context } from '../../graphql/context.ts'

/** A column of a flat table, and where its cells come from: a path in a row of GraphQL's answer. */
export type Column = {
  name: string
  path: string
  type: 'text' | 'boolean' | 'integer' | 'number'
  meaning: string
}

export type Cell = string | number | boolean | null

/** `integer` and `number` cells are numbers; `boolean` ones may come as texts. */
export type PartColumn = Pick<Column, 'name' | 'type'>

/** Part of a table. All parts of one have the same columns. */
export type Part = { columns: readonly PartColumn[]; rows: readonly (readonly Cell[])[] }

/** A table as it is documented. Its document's variables are its parameters. */
export type Described = { name: string; meaning: string; document: DocumentNode; columns: readonly Column[] }

export type Table = Described & {
  /** One part after the other as they are read. @throws what a resolver throws */
  parts(datasetId: number, variables: Record<string, unknown>, context: Context): AsyncGenerator<Part>
}

const AUDIT = '$dataset: String!, $where: PairFilter, $pre: String, $post: String, $labeler: String'

/** A document of one field of an audit, with parameters in addition to the audit's. */
export const auditDocument = (field: string, parameters = ''): DocumentNode =>
  parse(
    `query (${AUDIT}, ${parameters}) {
      dataset(name: $dataset) {
        rewriters { name }
        audit(where: $where, pre: $pre, post: $post, labeler: $labeler) { ${field} }
      }
    }`,
    { noLocation: true },
  )

/** A document of one field of a dataset itself. */
export const datasetDocument = (field: string, parameters: string): DocumentNode =>
  parse(
    `query ($dataset: String!, $where: PairFilter, ${parameters}) { dataset(name: $dataset) { ${field} } }`,
    {
      noLocation: true,
    },
  )

type Row = [name: string, type: Column['type'], meaning: string, path?: string]

/** Columns in the short form that tables are written in. A path that is left out is the name. */
export const columns = (...rows: Row[]) =>
  rows.map(([name, type, meaning, path = name]): Column => ({ name, type, meaning, path }))

/** What lies at a path; null where something on the way is null. */
export const valueAt = (object: object, path: string): unknown => {
  let value: unknown = object
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null)?.[key]
  return value ?? null
}
