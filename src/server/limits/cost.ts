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

// One is about what a plain field costs: some microseconds.
/** Counting over a slice. */
const METRIC = 20
/** A regression on a slice. */
const REGRESSION = 500
/** One more estimate of a regression that is there. */
const REPLICATE = 50
/** More of them are refused by the regression itself, which is cheap. */
const MOST_REPLICATES = 10_000
/** How long a list is thought to be that has no page size. */
const LIST = 10
/** A page of the schema when nobody says; and its largest, whatever they say. */
const [PAGE, LARGEST_PAGE] = [20, 1000]

type Field = GraphQLField<unknown, unknown>
type Arguments = Record<string, unknown>

/** Whose fields are computed from the pairs of a slice, rather than read. */
const COMPUTED = new Set(['Audit', 'Rewriting', 'Comparison'])

const isRegression = (parent: string, { args, type }: Field) =>
  args.some((argument) => getNamedType(argument.type).name === 'RegressionOptions') ||
  (parent === 'Dataset' && getNamedType(type).name === 'Term')

const ownCost = (parent: string, field: Field, args: Arguments): number => {
  if (isRegression(parent, field)) {
    const { bootstrap } = (args.options ?? {}) as { bootstrap?: { replicates?: number } | null }
    const replicates = bootstrap?.replicates ?? 0
    return REGRESSION + (replicates > 0 && replicates <= MOST_REPLICATES ? REPLICATE * replicates : 0)
  }
  return COMPUTED.has(parent) ? METRIC : 1
}

/** How often what is selected of a field is answered. */
const timesOf = (field: Field, args: Arguments): number => {
  const pages = field.args.some(({ name }) => name === 'first')
  if (pages) {
    const size = Number(args.last ?? args.first ?? PAGE)
    return Math.min(Math.max(size, 0), LARGEST_PAGE)
  }
  const isList = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type))
  // A connection's own size counts already.
  return isList && field.name !== 'edges' ? LIST : 1
}

/** Fields that every schema has. */
const META = new Map<string, Field>(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
)

export type Costed = {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
}

/**
 * What an operation costs at most: each field times the lengths of the lists around it, and more for what is computed.
 * Null where its variables don't fit: then it is not executed either.
 */
export const costOf = ({ schema, operation, fragments, variables }: Costed): number | null => {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  })
  if (!coerced) return null
  const known = new Map<string, number>()

  const argumentsOf = (field: Field, node: FieldNode): Arguments => {
    try {
      return getArgumentValues(field, node, coerced)
    } catch {
      // It says so itself when it is executed.
      return {}
    }
  }

  const ofField = (parent: GraphQLObjectType | undefined, node: FieldNode): number => {
    const field = META.get(node.name.value) ?? parent?.getFields()[node.name.value]
    // `__typename`, or a field of an interface.
    if (!field || !parent) return 1
    const args = argumentsOf(field, node)
    const own = ownCost(parent.name, field, args)
    if (!node.selectionSet) return own
    const type = getNamedType(field.type)
    return own + timesOf(field, args) * of(typeOf(type.name), node.selectionSet)
  }

  const typeOf = (name: string): GraphQLObjectType | undefined => {
    const type = schema.getType(name)
    return isObjectType(type) ? type : undefined
  }

  const ofFragment = (name: string): number => {
    const fragment = fragments.get(name)
    if (!fragment) return 0
    const cost = known.get(name) ?? of(typeOf(fragment.typeCondition.name.value), fragment.selectionSet)
    known.set(name, cost)
    return cost
  }

  const of = (parent: GraphQLObjectType | undefined, { selections }: SelectionSetNode): number => {
    let cost = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(parent, selection)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += ofFragment(selection.name.value)
      else {
        const type = selection.typeCondition ? typeOf(selection.typeCondition.name.value) : parent
        cost += of(type, selection.selectionSet)
      }
    }
    return cost
  }

  const root = schema.getRootType(operation.operation) ?? undefined
  return of(root, operation.selectionSet)
}
