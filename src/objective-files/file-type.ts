import {
  GraphQLInputObjectType,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  isObjectType,
} from 'graphql'

/** What a file of objectives has: its dataset, and the arguments of `Dataset.judge`. */
export const objectivesFileType = (schema: GraphQLSchema): GraphQLInputObjectType => {
  const dataset = schema.getType('Dataset')
  if (!isObjectType(dataset)) throw new Error('the schema has no Dataset')
  const { judge } = dataset.getFields()
  return new GraphQLInputObjectType({
    name: 'ObjectivesFile',
    description:
      'What is asked of the numbers of a dataset. Judged together: p-values are corrected over all objectives.',
    fields: {
      dataset: { type: new GraphQLNonNull(GraphQLString), description: 'The name of the dataset.' },
      ...Object.fromEntries(
        judge.args.map(({ name, type, description, defaultValue }) => [
          name,
          { type, description, defaultValue },
        ]),
      ),
    },
  })
}
