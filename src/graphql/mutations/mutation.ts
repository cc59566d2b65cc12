import type { TokenScope } from '../../domain/token-scope.ts'
import { builder } from '../builder.ts'
import { CHANGE, type Cost } from '../cost.ts'

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    /** Of a mutation: the scope that a token needs for it. */
    scope?: TokenScope
  }
}

builder.mutationType({
  description:
    'What can be changed, one field after the other. Over POST alone, and not by pages of other origins. What comes of it is answered as it is afterwards.',
})

/** What every mutation says of itself. */
export const mutation = (scope: TokenScope, description: string, cost: Cost = CHANGE) => ({
  description: `${description} Needs a token of scope ${scope.toLowerCase()}, where tokens are needed.`,
  extensions: { scope, cost },
})
