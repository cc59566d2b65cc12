import { NotFound } from '../../domain/errors.ts'
import type { Context } from '../../graphql/context.ts'
import { findDataset } from '../../store/catalog.ts'
import { isKnown, notModified, revalidated, tagOf } from '../cached.ts'
import type { Groups, Route } from '../routes.ts'
import { type Connection, streamed } from '../streamed.ts'
import { AUDIT_TABLES } from './audit-tables.ts'
import { FORMATS, type Format, written } from './formats.ts'
import { PAIRS } from './pairs.ts'
import { parametersOf, readParameters } from './parameters.ts'

const TABLES = [...AUDIT_TABLES, PAIRS]

/** All tables with their parameters and columns. */
const listing = () =>
  Response.json(
    TABLES.map(({ name, meaning, document, columns }) => ({
      name,
      meaning,
      parameters: parametersOf(document),
      columns: columns.map(({ name, type, meaning }) => ({ name, type, meaning })),
    })),
  )

const table = async (
  request: Request,
  { dataset: datasetName, table: name, format: extension }: Groups,
  context: Context,
  connection: Connection,
) => {
  const found = TABLES.find((table) => table.name === name)
  if (!found)
    throw new NotFound(
      'table',
      name,
      TABLES.map((table) => table.name),
    )
  const format = extension as Format
  const variables = readParameters(found.document, datasetName, new URL(request.url).searchParams)
  const { id, revision } = await findDataset(context.prisma, datasetName)
  const tag = (of: number) => tagOf('table', id, of, name, format, variables)
  if (isKnown(request, tag(revision))) return notModified(tag(revision))
  // It may have been revised since.
  const { frame } = await context.frame(id)
  const parts = found.parts(id, variables, context)
  const file = `${datasetName}-${name}.${format}`
  const headers = {
    ...revalidated(tag(frame.revision)),
    'content-type': FORMATS[format],
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file).replace(/['()*]/g, '_')}`,
  }
  return streamed(request, written(format, parts), headers, connection)
}

/** Tables for whatever does not speak GraphQL. */
export const tableRoutes = (contextOf: (request: Request) => Context): Route[] => [
  { path: /^\/tables\/?$/, handle: listing },
  {
    path: /^\/tables\/(?<dataset>[^/]+)\/(?<table>[^/]+)\.(?<format>csv|json)$/,
    handle: (request, groups, connection) => table(request, groups, contextOf(request), connection),
  },
  {
    path: /^\/tables\//,
    handle: ({ url }) => {
      throw new NotFound('address', new URL(url).pathname, ['/tables', '/tables/DATASET/TABLE.csv or .json'])
    },
  },
]
