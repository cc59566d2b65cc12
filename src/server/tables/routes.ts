import { NotFound } from '../../domain/errors.ts'
import type { Context } from '../../graphql/context.ts'
import { revisionResponse } from '../caching/revision-response.ts'
import { parametersOf, readParameters } from '../parameters.ts'
import type { Groups, Route } from '../routes.ts'
import type { Safety } from '../safety.ts'
import { type Connection, streamResponse } from '../stream-response.ts'
import { AUDIT_TABLES } from './audit-tables.ts'
import { DATASET_TABLES } from './dataset-tables.ts'
import { FORMATS, type Format } from './formats/formats.ts'
import { PAIRS } from './pairs.ts'
import { TRAJECTORY } from './trajectory.ts'

const TABLES = [...AUDIT_TABLES, ...DATASET_TABLES, TRAJECTORY, PAIRS]

/** All tables with their parameters and columns. */
const listing = () =>
  Response.json(
    TABLES.map(({ name, meaning, document, columns }) => ({
      name,
      meaning,
      parameters: parametersOf(document, ['dataset']),
      columns: columns.map(({ name, type, meaning }) => ({ name, type, meaning })),
    })),
  )

const table = (
  request: Request,
  { dataset, table: name, format: extension }: Groups,
  { context, connection, safety }: { context: Context; connection: Connection; safety: Safety },
) => {
  const found = TABLES.find((table) => table.name === name)
  if (!found)
    throw new NotFound(
      'table',
      name,
      TABLES.map((table) => table.name),
    )
  const format = extension as Format
  const { type, write } = FORMATS[format]
  const variables = readParameters(found.document, { dataset }, new URL(request.url).searchParams, safety)
  const dependencies = ['table', name, format, variables]
  return revisionResponse(request, context, { dataset, dependencies }, (id, etag) => {
    const file = encodeURIComponent(`${dataset}-${name}.${format}`).replace(/['()*]/g, '_')
    const headers = {
      ...etag,
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${file}`,
    }
    return streamResponse(request, write(found.parts(id, variables, context)), headers, {
      connection,
      patienceMs: 1000 * safety.limits.seconds,
    })
  })
}

const EXTENSIONS = Object.keys(FORMATS)

/** Tables for whatever does not speak GraphQL. */
export const tableRoutes = (contextOf: (request: Request) => Context, safety: Safety): Route[] => [
  { address: '/tables', path: /^\/tables$/, handle: listing },
  {
    address: `/tables/DATASET/TABLE.${EXTENSIONS.join(' or .')}`,
    path: new RegExp(`^/tables/(?<dataset>[^/]+)/(?<table>[^/]+)\\.(?<format>${EXTENSIONS.join('|')})$`),
    handle: (request, groups, connection) =>
      table(request, groups, { context: contextOf(request), connection, safety }),
  },
]
