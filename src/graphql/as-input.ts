import { coerceInputValue, type GraphQLInputType, GraphQLNonNull, type GraphQLSchema } from 'graphql'

/**
 * A value that came by another way than a request as one of an input type, with the defaults of what it leaves out; or what is
 * wrong with it first, and where.
 */
export const asInput = <T>(
  schema: GraphQLSchema,
  type: string,
  value: unknown,
): { value: T; problem?: undefined } | { problem: string } => {
  const problems: string[] = []
  const named = new GraphQLNonNull(schema.getType(type) as GraphQLInputType)
  const coerced = coerceInputValue(value, named, (path, _, { message }) => {
    problems.push(path.length > 0 ? `${path.join('.')}: ${message}` : message)
  })
  // GraphQL makes objects without a prototype.
  return problems.length > 0 ? { problem: problems[0] } : { value: structuredClone(coerced) as T }
}
