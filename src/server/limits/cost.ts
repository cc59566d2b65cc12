import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'
import { slicesIn, textsIn } from '../../audit/pair-filter.ts'
import { type Cost, PLAIN } from '../../graphql/cost.ts'
import { assertArgumentSize, jsonSize } from './argument-size.ts'

/** To look for a text in all texts. */
const SCAN = 2500
/** To look at one more condition for each pair of a slice. */
const CONDITION = 2
/** Bytes of an argument that cost as much as a field. */
const BYTES = 1000
/** How long a list is thought to be that has no page size. */
const LIST = 10
/** A page of the schema when nobody says; and its largest, whatever they say. */
const [PAGE, LARGEST_PAGE] = [20, 1000]

type Field = GraphQLField<unknown, unknown>
type Arguments = Record<string, unknown>

/** What selecting pairs by a field's arguments costs: once, and more for each metric of them. */
const slicingCost = (
  args: Arguments,
  { filters }: Cost,
  mostBytes: number,
): { once: number; each: number } => {
  assertArgumentSize(args, mostBytes)
  const selecting = filters?.(args).filter((filter) => filter != null) ?? []
  const sizes = selecting.map((filter) => jsonSize(filter, mostBytes))
  return {
    // What a named slice stands for may be by texts.
    once: SCAN * selecting.reduce((sum, filter) => sum + textsIn(filter).length + slicesIn(filter).length, 0),
    each: sizes.reduce((sum, { bytes, objects }) => sum + CONDITION * objects + Math.floor(bytes / BYTES), 0),
  }
}

/** How often what is selected of a field is answered. */
const timesOf = (field: Field, args: Arguments, { times }: Cost, listLength: () => number): number => {
  if (times) return times(args)
  const pages = field.args.some(({ name }) => name === 'first')
  if (pages) {
    const size = Number(args.last ?? args.first ?? PAGE)
    return Math.min(Math.max(size, 0), LARGEST_PAGE)
  }
  const isList = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type))
  return isList ? listLength() : 1
}

/** Fields that every schema has. */
const META = new Map<string, Field>(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
)

/** How long lists are that have no page size. Those of the schema itself are known. */
const listLengths = (schema: GraphQLSchema) => {
  const types = Object.values(schema.getTypeMap())
  const fields = types.reduce(
    (sum, type) => sum + ('getFields' in type ? Object.keys(type.getFields()).length : 0),
    0,
  )
  return (parent: string, { name }: Field): number => {
    if (!parent.startsWith('__')) return LIST
    return name === 'types' ? types.length : Math.ceil(fields / types.length)
  }
}

export type Costed = {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
  /** How many bytes a field's arguments may have as JSON. */
  mostFilter: number
}

/**
 * What an operation costs at most: each field times the lengths of the lists around it, and more for what is computed,
 * the more the longer the filter is of what it is computed. Null where its variables don't fit: then it is not executed either.
 *
 * @throws LimitExceeded for arguments that are too large, such as a filter
 */
export const costOf = ({ schema, operation, fragments, variables, mostFilter }: Costed): number | null => {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  })
  if (!coerced) return null
  const known = new Map<string, number>()
  const lengthOf = listLengths(schema)

  const argumentsOf = (field: Field, node: FieldNode): Arguments => {
    try {
      return getArgumentValues(field, node, coerced)
    } catch {
      // It says so itself when it is executed.
      return {}
    }
  }

  /** `slice` is what each computed field costs more, for the filters around it. */
  const ofField = (parent: GraphQLObjectType | undefined, node: FieldNode, slice: number): number => {
    const field = META.get(node.name.value) ?? parent?.getFields()[node.name.value]
    // `__typename`, or a field of an interface.
    if (!field || !parent) return 1
    const args = argumentsOf(field, node)
    const said = field.extensions.cost ?? parent.extensions.fieldCost ?? PLAIN
    const { once, each } = slicingCost(args, said, mostFilter)
    const cost = once + said.own(args) + (said.isOfSlice ? slice + each : 0)
    if (!node.selectionSet) return cost
    const times = timesOf(field, args, said, () => lengthOf(parent.name, field))
    return cost + times * of(typeOf(getNamedType(field.type).name), node.selectionSet, slice + each)
  }

  const typeOf = (name: string): GraphQLObjectType | undefined => {
    const type = schema.getType(name)
    return isObjectType(type) ? type : undefined
  }

  const ofFragment = (name: string, slice: number): number => {
    const fragment = fragments.get(name)
    if (!fragment) return 0
    const key = `${name} ${slice}`
    const cost = known.get(key) ?? of(typeOf(fragment.typeCondition.name.value), fragment.selectionSet, slice)
    known.set(key, cost)
    return cost
  }

  const of = (
    parent: GraphQLObjectType | undefined,
    { selections }: SelectionSetNode,
    slice: number,
  ): number => {
    let cost = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(parent, selection, slice)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += ofFragment(selection.name.value, slice)
      else {
        const type = selection.typeCondition ? typeOf(selection.typeCondition.name.value) : parent
        cost += of(type, selection.selectionSet, slice)
      }
    }
    return cost
  }

  const root = schema.getRootType(operation.operation) ?? undefined
  return of(root, operation.selectionSet, 0)
}
