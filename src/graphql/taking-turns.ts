import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql'
import { isTurnOver } from '../engine/turns.ts'
import type { Context } from './context.ts'
import { afterTurn, never } from './turns.ts'

/** Whatever a page has is asked for at once: that makes one statement of it. */
const OF_PAGES = /(Edge|Connection)$/

/** Begins a field, or goes on with what it was waiting for, when it is its turn. */
const takeTurns = (field: GraphQLField<unknown, Context>, isOfPage: boolean) => {
  const { resolve = defaultFieldResolver } = field
  const begin: typeof resolve = (source, args, context, info) => {
    const failed = (error: unknown) => {
      context?.fail(1)
      throw error
    }
    try {
      const value = resolve(source, args, context, info)
      if (!(value instanceof Promise)) return value
      return value.then((known) => {
        const isLater = context?.signal && ((isOfPage && context.isOneOfMany()) || isTurnOver())
        return isLater ? afterTurn(context.signal, () => known) : known
      }, failed)
    } catch (error) {
      return failed(error)
    }
  }
  field.resolve = (source, args, context, info) => {
    if (context?.signal?.aborted) return never()
    return isOfPage || !context?.signal || !isTurnOver()
      ? begin(source, args, context, info)
      : afterTurn(context.signal, () => begin(source, args, context, info))
  }
}

/**
 * Has long executions of a schema take turns with everything else: once it has had its time, what has fields of its own, or
 * arguments, waits for another turn. GraphQL executes all that need not wait for anything without a break.
 */
export const takingTurns = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields()))
      if (isCompositeType(getNamedType(field.type)) || field.args.length > 0)
        takeTurns(field, OF_PAGES.test(type.name))
  }
  return schema
}
