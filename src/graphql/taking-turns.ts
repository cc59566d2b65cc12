import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql'
import { stopIfAborted } from '../domain/interruption.ts'
import { anotherTurn, isTurnOver } from '../engine/turns.ts'
import type { Context } from './context.ts'

/** Whatever a page has is asked for at once: that makes one statement of it. */
const OF_PAGES = /(Edge|Connection)$/

const takeTurns = (field: GraphQLField<unknown, Context>) => {
  const { resolve = defaultFieldResolver } = field
  field.resolve = (source, args, context, info) => {
    if (!isTurnOver()) return resolve(source, args, context, info)
    return anotherTurn(context.signal).then(() => {
      stopIfAborted(context.signal)
      return resolve(source, args, context, info)
    })
  }
}

/**
 * Has long executions of a schema take turns with everything else: once it has had its time, what has fields of its own waits
 * for another turn. GraphQL executes all that need not wait for anything without a break.
 */
export const takingTurns = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || OF_PAGES.test(type.name)) continue
    for (const field of Object.values(type.getFields()))
      if (isCompositeType(getNamedType(field.type))) takeTurns(field)
  }
  return schema
}

/** A long list, of which what is left when the turn is over waits for another one. */
export function* inTurns<T>(list: Iterable<T>, asker: AbortSignal): Generator<T | Promise<T>> {
  for (const item of list)
    yield isTurnOver()
      ? anotherTurn(asker).then(() => {
          stopIfAborted(asker)
          return item
        })
      : item
}
