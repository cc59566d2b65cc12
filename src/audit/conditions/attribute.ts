import { clipped } from '../../domain/clipped.ts'
import type { FeatureScope } from '../../domain/feature-scope.ts'
import type { FilterCondition } from './filter-condition.ts'
import { listedNames, ON } from './names.ts'
import { checkRange, endsOf, hasEnd, type Range, rangeWords } from './range.ts'

type Value = Range & {
  name: string
  scope: FeatureScope
  in?: readonly string[] | null
  isNull?: boolean | null
}

const valueWords = (value: Value): string => {
  if (value.isNull) return 'unknown'
  const values = value.in ? [`= ${listedNames(value.in)}`] : []
  return [...values, ...(hasEnd(value) || !value.in ? [rangeWords(value)] : [])].join(' and ')
}

export const attribute: FilterCondition<Value> = {
  input: {
    description: 'What came with it, or with its entries, has a value.',
    type: {
      name: 'AttributeFilter',
      description:
        'An attribute (see Dataset.attributes) has one of some values, or is in a range; nothing given: it is known. An attribute or a text that the dataset does not have is NOT_FOUND.',
      fields: {
        name: { type: 'String', required: true, description: "The attribute's name." },
        scope: {
          type: 'FeatureScope',
          required: true,
          defaultValue: 'EITHER',
          description: 'On which entries; an attribute of pairs is of both.',
        },
        in: {
          type: 'String',
          list: true,
          description: 'One of these: texts as they are, "true" or "false", numbers such as "0.5".',
        },
        ...endsOf('Float'),
        isNull: { type: 'Boolean', description: 'true: there is no value; false: there is one.' },
      },
    },
  },
  check: (value) =>
    value.isNull && (value.in || hasEnd(value))
      ? 'isNull asks for what has no value, in, gte and lte for what has one'
      : checkRange(value),
  condition: ({ name, scope, in: values, gte, lte, isNull }) => ({
    attribute: name,
    scope,
    values: values ?? null,
    gte: gte ?? null,
    lte: lte ?? null,
    isNull: isNull ?? null,
  }),
  words: (value) =>
    `${clipped(value.name, 60)} ${valueWords(value)}${value.scope === 'EITHER' ? '' : ` ${ON[value.scope]}`}`,
}
