import {
  type DocumentNode,
  GraphQLString,
  getVariableValues,
  isEnumType,
  Kind,
  print,
  type TypeNode,
} from 'graphql'
import { InvalidInput } from '../domain/errors.ts'
import { schema } from '../graphql/schema/index.ts'
import { assertArgumentSize } from './limits/argument-size.ts'
import { assertNesting } from './limits/nesting.ts'
import type { Safety } from './safety.ts'

/** A parameter of an address: a variable of a GraphQL operation. */
export type Parameter = { name: string; type: string; default?: string }

const variablesOf = (document: DocumentNode) => {
  const [operation] = document.definitions
  if (operation.kind !== Kind.OPERATION_DEFINITION) throw new Error('a document begins with its operation')
  return operation.variableDefinitions ?? []
}

/** The parameters of a document, without those that the path of an address has. */
export const parametersOf = (document: DocumentNode, inPath: readonly string[]): Parameter[] =>
  variablesOf(document).flatMap(({ variable, type, defaultValue }) =>
    inPath.includes(variable.name.value)
      ? []
      : {
          name: variable.name.value,
          type: print(type),
          ...(defaultValue && { default: print(defaultValue) }),
        },
  )

/** Words are taken as they are; everything else is JSON. */
const isWord = (type: TypeNode): boolean => {
  // A list's name is none of the schema's.
  const named = schema.getType(print(type).replace('!', ''))
  return named === GraphQLString || isEnumType(named)
}

const parse = (name: string, type: TypeNode, text: string): unknown => {
  if (isWord(type)) return text
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidInput(`${name}: ${print(type)} is written as JSON, which this is not: ${text}`, {
      cause,
    })
  }
}

/**
 * The variables of a document from an address, its path and its parameters: coerced and in the document's order, so that
 * equal ones are equal as JSON.
 *
 * @throws InvalidInput naming the parameter, and all of them where it is none; LimitExceeded.
 */
export const readParameters = (
  document: DocumentNode,
  inPath: Record<string, string>,
  given: URLSearchParams,
  { limits, introspection }: Safety,
): Record<string, unknown> => {
  const definitions = variablesOf(document)
  const types = new Map(definitions.map(({ variable, type }) => [variable.name.value, type]))
  for (const name of Object.keys(inPath)) types.delete(name)
  const inputs: Record<string, unknown> = { ...inPath }
  for (const [name, text] of given) {
    const type = types.get(name)
    if (!type) {
      throw new InvalidInput(`unknown parameter "${name}"; known: ${[...types.keys()].join(', ')}`)
    }
    if (name in inputs) throw new InvalidInput(`${name}: give it once`)
    inputs[name] = parse(name, type, text)
  }
  assertNesting('parameters', inputs, limits)
  assertArgumentSize(inputs, limits.filter)
  const { coerced, errors } = getVariableValues(schema, definitions, inputs, {
    maxErrors: 1,
    hideSuggestions: !introspection,
  })
  if (coerced) return coerced
  const [error] = errors
  throw new InvalidInput(error.message.replace(/^Variable "\$(\w+)" got/, '$1:'), { cause: error })
}
