import { findSlice } from '../audit/named-slices.ts'
import { InvalidInput } from '../domain/errors.ts'
import type { Context } from '../graphql/context.ts'
import { filterOf } from '../graphql/filter-of.ts'
import { type Definition, removeSlice, saveSlice } from '../graphql/save-slice.ts'
import { revisionResponse } from './caching/revision-response.ts'
import { assertArgumentSize } from './limits/argument-size.ts'
import { assertNesting } from './limits/nesting.ts'
import { readBody } from './limits/use-body.ts'
import type { Route } from './routes.ts'
import type { Safety } from './safety.ts'

const MEMBERS = ['where', 'description']

/** @throws InvalidInput for what does not say what is to be saved, LimitExceeded */
const definitionIn = async (request: Request, { limits }: Safety): Promise<Omit<Definition, 'name'>> => {
  const body = await readBody(request, limits)
  const unknown = Object.keys(body).find((name) => !MEMBERS.includes(name))
  if (unknown !== undefined || !('where' in body))
    throw new InvalidInput(
      `the body must be {"where": a PairFilter, "description": a text or nothing}, ${unknown === undefined ? 'and lacks "where"' : `without "${unknown}"`}`,
    )
  const { where, description = null } = body
  if (description !== null && typeof description !== 'string')
    throw new InvalidInput('description: this must be a text, or null')
  assertNesting('where', where, limits)
  assertArgumentSize({ where }, limits.filter)
  return { where: filterOf(where), description }
}

const shown = ({ name, description, where }: Definition) => ({ name, description, where })

/** A dataset's named slices, for whatever saves them. */
export const sliceRoutes = (contextOf: (request: Request) => Context, safety: Safety): Route[] => [
  {
    address: '/slices/DATASET',
    path: /^\/slices\/(?<dataset>[^/]+)$/,
    handle: (request, { dataset }) => {
      const context = contextOf(request)
      return revisionResponse(request, context, { dataset, dependencies: ['slices'] }, async (id, headers) =>
        Response.json((await context.frame(id)).outline.slices.map(shown), { headers }),
      )
    },
  },
  {
    address: '/slices/DATASET/NAME',
    path: /^\/slices\/(?<dataset>[^/]+)\/(?<name>[^/]+)$/,
    handle: (request, { dataset, name }) => {
      const context = contextOf(request)
      const dependencies = ['slice', name]
      return revisionResponse(request, context, { dataset, dependencies }, async (id, headers) => {
        const { slices } = (await context.frame(id)).outline
        return Response.json(shown(findSlice(slices, name)), { headers })
      })
    },
    writes: {
      PUT: async (request, { dataset, name }) => {
        const definition = await definitionIn(request, safety)
        const { isNew, ...saved } = await saveSlice(contextOf(request), dataset, { ...definition, name })
        return Response.json(saved, { status: isNew ? 201 : 200 })
      },
      DELETE: async (request, { dataset, name }) => {
        await removeSlice(contextOf(request), dataset, name)
        return new Response(null, { status: 204 })
      },
    },
  },
]
