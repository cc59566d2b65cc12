import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

export type Fragments = GraphQLResolveInfo['fragments']

/** The fields of a selection, those of its fragments among them. */
export const fieldsOf = (
  { selections }: SelectionSetNode,
  fragments: Fragments,
  seen = new Set<object>(),
): FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
    if (seen.has(inner)) return []
    return fieldsOf(inner.selectionSet, fragments, seen.add(inner))
  })
