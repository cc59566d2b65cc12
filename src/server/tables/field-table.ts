import { execute } from 'graphql'
import { NotFound, SealError } from '../../domain/errors.ts'
import { hint } from '../../domain/hint.ts'
import type { Context } from '../../graphql/context.ts'
import { schema } from '../../graphql/schema/index.ts'
import { termRows } from './regression-table.ts'
import { type Cell, type Described, type Table, valueAt } from './table.ts'

/**
 * A table of one field. The rows lie at a path of the dataset, or of the audit: a list, or a regression; or `rowsIn` makes them of
 * what lies there.
 */
export type TableField = Described & { path: string; rowsIn?(found: object): object[] }

type Answered = { dataset: { rewriters: { name: string }[] } }

const listed = (found: object): object[] =>
  Array.isArray(found) ? found : termRows(found as Parameters<typeof termRows>[0])

const rowsOf = async (
  { document, path, rowsIn = listed, columns }: TableField,
  variables: Record<string, unknown>,
  context: Context,
): Promise<Cell[][]> => {
  const { data, errors } = await execute({
    schema,
    document,
    contextValue: context,
    variableValues: variables,
  })
  if (errors) throw errors[0]
  const { dataset } = data as Answered
  const found = valueAt(dataset, path)
  if (!found) {
    const { rewriter } = variables
    if (typeof rewriter === 'string')
      throw new NotFound(
        'rewriter',
        rewriter,
        dataset.rewriters.map(({ name }) => name),
      )
    throw new SealError(
      'NOT_FOUND',
      hint`the dataset has no rewritten texts, which this table is about: bring them with npm run ingest -- rewrites`,
    )
  }
  return rowsIn(found).map((row) => columns.map((column) => valueAt(row, column.path) as Cell))
}

/** A table of a dataset's field: what GraphQL answers, in one part. */
export const datasetTable = ({ path, rowsIn, ...described }: TableField): Table => ({
  ...described,
  parts: async function* (_datasetId, variables, context) {
    const rows = await rowsOf({ path, rowsIn, ...described }, variables, context)
    yield { columns: described.columns, rows }
  },
})

/** The same of an audit's field. @throws NotFound for a rewriter that the dataset does not have */
export const auditTable = ({ path, ...described }: TableField): Table =>
  datasetTable({ path: `audit.${path}`, ...described })
