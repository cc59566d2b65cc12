import {
  type FieldNode,
  type GraphQLResolveInfo,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { type Fragments, fieldsOf } from './fields-of.ts'

/** Fields of datasets, and of what has them, whose values come of a dataset's columns, and so of one revision of it. */
export const OF_COLUMNS = new Set([
  'audit',
  'trajectory',
  'leaderboard',
  'imprint',
  'judge',
  'objectives',
  'namedSlices',
  'objectiveProblems',
  'pair',
  'pairs',
  'aligned',
  'alignmentRegime',
  'group',
  'label',
  'labels',
  'marginChange',
  'measures',
  'preference',
  'reward',
  'rewards',
  'rewardShift',
  'rewrites',
  'siblingCount',
  'siblings',
  'pairCount',
  'promptCount',
  'attributes',
  'robustness',
  'rewardCount',
  'labelCount',
  'rewriteCount',
])

/** What tells of a selection whether it has such a field, looking into each fragment once. */
const readerOf = (fragments: Fragments) => {
  const known = new Map<string, boolean>()
  const inFragment = (name: string): boolean => {
    const found = known.get(name)
    if (found !== undefined) return found
    known.set(name, reads(fragments[name].selectionSet))
    return known.get(name) === true
  }
  const reads = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return inFragment(selection.name.value)
      if (selection.kind === Kind.FIELD && OF_COLUMNS.has(selection.name.value)) return true
      return selection.selectionSet !== undefined && reads(selection.selectionSet)
    })
  return reads
}

const readingRoots = new WeakMap<OperationDefinitionNode, FieldNode[]>()

/** The fields of an operation below which columns are read. */
const readingRootsOf = ({ operation, fragments }: GraphQLResolveInfo): FieldNode[] => {
  const known = readingRoots.get(operation)
  if (known) return known
  const reads = readerOf(fragments)
  const found = fieldsOf(operation.selectionSet, fragments).filter(
    ({ selectionSet }) => selectionSet && reads(selectionSet),
  )
  readingRoots.set(operation, found)
  return found
}

/**
 * Whether an operation also asks for what comes of a dataset's columns, now or in a deferred part: what it says of the
 * dataset must then be of their revision. Where it can't be told of which dataset, of any.
 */
export const readsColumnsOf = (dataset: string, info: GraphQLResolveInfo): boolean => {
  const { schema, operation, variableValues } = info
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {}
  return readingRootsOf(info).some((field) => {
    const { name } = getArgumentValues(fields[field.name.value], field, variableValues)
    return name === undefined || name === dataset
  })
}
