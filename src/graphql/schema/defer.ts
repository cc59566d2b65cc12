import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLNonNull, GraphQLString } from 'graphql'

/** What the server's executor acts on: it is part of the schema, so that clients know of it. */
export const deferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'Answers the rest first and this fragment when it is there, in a later part of the same response (Accept: multipart/mixed).',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: true,
      description: 'False: the fragment is part of the first answer.',
    },
    label: { type: GraphQLString, description: 'Comes with the part, to know it by.' },
  },
})
