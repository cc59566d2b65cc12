import { clipped } from '../../domain/clipped.ts'
import { InvalidInput } from '../../domain/errors.ts'
import type { FeatureScope } from '../../domain/feature-scope.ts'
import { FEATURE_VALUES, findFeature, type Taxonomy } from '../../domain/taxonomy.ts'
import type { FilterCondition } from './filter-condition.ts'
import { listed, ON } from './names.ts'

type Value = { name: string; scope: FeatureScope; values: readonly number[] }

const indexOf = (taxonomy: Taxonomy, { name, values }: Value): number => {
  const index = findFeature(taxonomy, name)
  const { kind } = taxonomy.features[index]
  const possible = FEATURE_VALUES[kind]
  const impossible = values.find((value) => !possible.includes(value))
  if (impossible === undefined) return index
  throw new InvalidInput(
    `feature "${name}" is never ${impossible}: a ${kind} feature is ${possible.slice(0, -1).join(', ')} or ${possible.at(-1)}`,
  )
}

export const feature: FilterCondition<Value> = {
  input: {
    description: 'One of its entries, or both, have a value of a feature.',
    type: {
      name: 'FeatureFilter',
      description: 'The pair has one of some values of a feature. Where the value is unknown it has none.',
      fields: {
        name: {
          type: 'String',
          required: true,
          description: "The feature's name, or an ending of it (see Feature).",
        },
        scope: {
          type: 'FeatureScope',
          required: true,
          defaultValue: 'EITHER',
          description: 'On which entries.',
        },
        values: {
          type: 'Int',
          list: true,
          required: true,
          defaultValue: [1],
          description: 'At least one of these: 0, 1; of a TERNARY feature also -1. Others are INVALID_INPUT.',
        },
      },
    },
  },
  condition: (value, { taxonomy, subject: { labeler } }) => ({
    feature: indexOf(taxonomy, value),
    labeler,
    scope: value.scope,
    values: value.values,
  }),
  words: ({ name, scope, values }) => `${clipped(name, 60)} = ${listed(values.map(String))} ${ON[scope]}`,
  selects: ({ name, scope }) =>
    scope === 'CHOSEN' || scope === 'REJECTED'
      ? {
          by: 'this feature of one entry',
          differsBy: (feature, taxonomy) => findFeature(taxonomy, name) === feature,
        }
      : null,
}
