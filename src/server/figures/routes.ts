import {
  astFromValue,
  execute,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLObjectType,
  parse,
  print,
} from 'graphql'
import { NotFound } from '../../domain/errors.ts'
import type { Context } from '../../graphql/context.ts'
import { schema } from '../../graphql/schema/index.ts'
import { revisionResponse } from '../caching/revision-response.ts'
import { parametersOf, readParameters } from '../parameters.ts'
import type { Groups, Route } from '../routes.ts'
import type { Safety } from '../safety.ts'
import { type Connection, streamResponse } from '../stream-response.ts'
import type { ImageFormat, Renderer } from './renderer.ts'

const FORMATS = { svg: 'image/svg+xml', png: 'image/png', json: 'application/json' } as const
type Format = keyof typeof FORMATS

/** In which order arguments are offered: the schema has them by name. */
const ORDER = [
  'name',
  'stage',
  'effects',
  'link',
  'options',
  'preference',
  'models',
  'against',
  'features',
  'with',
  'rewriter',
]

const ARGUMENTS = [...(schema.getType('Audit') as GraphQLObjectType).getFields().figure.args].sort(
  (a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name),
)

const defaultOf = ({ defaultValue, type }: GraphQLArgument): string => {
  const value = astFromValue(defaultValue, type)
  return value ? ` = ${print(value)}` : ''
}

/** Takes every argument of the field. */
const DOCUMENT = parse(
  `query (
    $dataset: String!, $where: PairFilter, $pre: String, $post: String, $labeler: String,
    ${ARGUMENTS.map((arg) => `$${arg.name}: ${arg.type}${defaultOf(arg)}`)}
  ) {
    dataset(name: $dataset) {
      audit(where: $where, pre: $pre, post: $post, labeler: $labeler) {
        figure(${ARGUMENTS.map(({ name }) => `${name}: $${name}`)})
      }
    }
  }`,
  { noLocation: true },
)

/** Figures by their name in addresses: `reward-heatmap` is REWARD_HEATMAP. */
const figures = () =>
  new Map(
    (schema.getType('FigureName') as GraphQLEnumType)
      .getValues()
      .map(({ name, description }) => [name.toLowerCase().replaceAll('_', '-'), { name, description }]),
  )

const listing = () => {
  const parameters = parametersOf(DOCUMENT, ['dataset', 'name'])
  return Response.json(
    [...figures()].map(([name, { description }]) => ({
      name,
      meaning: description,
      formats: Object.keys(FORMATS),
      parameters,
    })),
  )
}

async function* drawn(
  variables: Record<string, unknown>,
  format: Format,
  context: Context,
  renderer: Renderer,
) {
  const { data, errors } = await execute({
    schema,
    document: DOCUMENT,
    contextValue: context,
    variableValues: variables,
  })
  if (errors) throw errors[0]
  const { figure } = (data as { dataset: { audit: { figure: object } } }).dataset.audit
  if (format === 'json') yield JSON.stringify(figure)
  else yield await renderer.render(figure, format satisfies ImageFormat, context.signal)
}

type Served = { context: Context; connection: Connection; renderer: Renderer; safety: Safety }

const figure = (
  request: Request,
  { dataset, figure: name, format: extension }: Groups,
  { context, connection, renderer, safety }: Served,
) => {
  const byName = figures()
  const found = byName.get(name)
  if (!found) throw new NotFound('figure', name, [...byName.keys()])
  const format = extension as Format
  const { searchParams } = new URL(request.url)
  const variables = readParameters(DOCUMENT, { dataset, name: found.name }, searchParams, safety)
  const dependencies = ['figure', format, variables]
  return revisionResponse(request, context, { dataset, dependencies }, (_id, etag) => {
    const headers = {
      ...etag,
      'content-type': FORMATS[format],
      // An image by itself is a page, too: it may do nothing.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    }
    return streamResponse(request, drawn(variables, format, context, renderer), headers, {
      connection,
      patienceMs: 1000 * safety.limits.seconds,
    })
  })
}

/** The paper's figures as images, and as the Vega-Lite specifications that they are drawn from. */
export const figureRoutes = (
  contextOf: (request: Request) => Context,
  renderer: Renderer,
  safety: Safety,
): Route[] => [
  { address: '/figures', path: /^\/figures$/, handle: listing },
  {
    address: '/figures/DATASET/FIGURE.svg, .png or .json',
    path: /^\/figures\/(?<dataset>[^/]+)\/(?<figure>[^/]+)\.(?<format>svg|png|json)$/,
    handle: (request, groups, connection) =>
      figure(request, groups, { context: contextOf(request), connection, renderer, safety }),
  },
]
