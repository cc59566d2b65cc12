import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
} from 'graphql'
import { BOUNDS } from '../objectives/objective.ts'

type Schema = Record<string, unknown>

const SCALARS: Record<string, string> = {
  String: 'string',
  Int: 'integer',
  Float: 'number',
  Boolean: 'boolean',
}

/** What GraphQL can't say of its types. */
const BESIDES: Record<string, Schema> = {
  ObjectiveInput: {
    oneOf: BOUNDS.map((bound) => ({ required: [bound], properties: { [bound]: { not: { type: 'null' } } } })),
  },
}

/** JSON Schema (draft 7, which editors know) of an input type of GraphQL, and of all types in it. */
export const jsonSchemaOf = (root: GraphQLInputObjectType): Schema => {
  const definitions: Record<string, Schema> = {}

  const named = (type: GraphQLNamedInputType): Schema => {
    const { name, description } = type
    if (isScalarType(type)) return { type: SCALARS[name] }
    if (!definitions[name]) {
      // Types are in themselves, as filters are.
      definitions[name] = {}
      Object.assign(
        definitions[name],
        isInputObjectType(type)
          ? object(type)
          : { description, enum: type.getValues().map((value) => value.name) },
      )
    }
    return { $ref: `#/definitions/${name}` }
  }

  const schemaOf = (type: GraphQLInputType): Schema => {
    const given = isNonNullType(type) ? type.ofType : type
    const schema = isListType(given) ? { type: 'array', items: schemaOf(given.ofType) } : named(given)
    return isNonNullType(type) ? schema : { anyOf: [schema, { type: 'null' }] }
  }

  const field = ({ type, description, defaultValue }: GraphQLInputField): Schema => ({
    description,
    ...schemaOf(type),
    ...(defaultValue !== undefined && { default: defaultValue }),
  })

  const object = (type: GraphQLInputObjectType): Schema => {
    const fields = Object.values(type.getFields())
    return {
      description: type.description,
      type: 'object',
      properties: Object.fromEntries(fields.map((one) => [one.name, field(one)])),
      required: fields.filter(isRequiredInputField).map(({ name }) => name),
      additionalProperties: false,
      ...BESIDES[type.name],
    }
  }

  const { properties, ...rest } = object(root)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...rest,
    // How a JSON file names this schema.
    properties: { $schema: { type: 'string' }, ...(properties as Schema) },
    definitions,
  }
}

/** As the file that editors read. */
export const printJsonSchema = (root: GraphQLInputObjectType): string =>
  `${JSON.stringify(jsonSchemaOf(root), null, 2)}\n`
