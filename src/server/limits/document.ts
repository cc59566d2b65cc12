import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { LimitExceeded } from '../../domain/errors.ts'
import { type Limits, variableOf } from './limits.ts'

/** How deep the fields of each fragment and operation are. A cycle of fragments counts once: it is not valid anyway. */
const depthOf = (document: DocumentNode): number => {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const depths = new Map<string, number>()
  const ofFragment = (name: string): number => {
    const fragment = fragments.get(name)
    if (!fragment) return 0
    if (!depths.has(name)) {
      depths.set(name, 0)
      depths.set(name, of(fragment.selectionSet))
    }
    return depths.get(name) as number
  }
  const of = ({ selections }: SelectionSetNode): number => {
    let deepest = 0
    for (const selection of selections) {
      const { kind } = selection
      let depth = 0
      if (kind === Kind.FIELD) depth = 1 + (selection.selectionSet ? of(selection.selectionSet) : 0)
      else if (kind === Kind.INLINE_FRAGMENT) depth = of(selection.selectionSet)
      else depth = ofFragment(selection.name.value)
      deepest = Math.max(deepest, depth)
    }
    return deepest
  }
  let deepest = 0
  for (const definition of document.definitions) {
    if ('selectionSet' in definition) deepest = Math.max(deepest, of(definition.selectionSet))
  }
  return deepest
}

/** The number of fields with the name of an earlier one: validation compares each of them with each. */
const repeatedIn = ({ selections }: SelectionSetNode, names = new Set<string>()): number => {
  let repeated = 0
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) repeated += repeatedIn(selection.selectionSet, names)
    if (selection.kind !== Kind.FIELD) continue
    if (!selection.alias && names.has(selection.name.value)) repeated++
    names.add(selection.name.value)
    if (selection.selectionSet) repeated += repeatedIn(selection.selectionSet)
  }
  return repeated
}

type Counted = { aliases: number; objects: number; nesting: number }

const count = (document: DocumentNode): Counted => {
  const counted = { aliases: 0, objects: 0, nesting: 0 }
  let open = 0
  const enter = () => {
    open++
    counted.nesting = Math.max(counted.nesting, open)
  }
  const leave = () => {
    open--
  }
  visit(document, {
    Field: (field: FieldNode) => {
      if (field.alias) counted.aliases++
    },
    ListValue: { enter, leave },
    ObjectValue: {
      enter: () => {
        counted.objects++
        enter()
      },
      leave,
    },
  })
  return counted
}

const exceeded = (message: string, name: keyof Limits): GraphQLError => {
  const originalError = new LimitExceeded(`${message} (${variableOf(name)})`)
  return new GraphQLError(originalError.message, { originalError, extensions: { code: originalError.code } })
}

/** In which ways a document is more than it may be. */
export const documentProblems = (document: DocumentNode, limits: Limits): GraphQLError[] => {
  const { aliases: named, objects, nesting } = count(document)
  const repeated = document.definitions.map((one) =>
    'selectionSet' in one ? repeatedIn(one.selectionSet) : 0,
  )
  const aliases = named + repeated.reduce((sum, fields) => sum + fields, 0)
  const depth = depthOf(document)
  const problems: GraphQLError[] = []
  if (depth > limits.depth)
    problems.push(exceeded(`its fields are ${depth} deep; at most ${limits.depth}`, 'depth'))
  if (aliases > limits.aliases)
    problems.push(
      exceeded(`it has ${aliases} aliases and repeated fields; at most ${limits.aliases}`, 'aliases'),
    )
  if (nesting > limits.nesting)
    problems.push(
      exceeded(`its arguments' lists and objects are ${nesting} deep; at most ${limits.nesting}`, 'nesting'),
    )
  if (objects > limits.objects)
    problems.push(
      exceeded(
        `its arguments have ${objects} objects, such as conditions of a filter; at most ${limits.objects}`,
        'objects',
      ),
    )
  return problems
}
