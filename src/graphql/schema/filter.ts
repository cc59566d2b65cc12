import type { Input, InputObject } from '../../audit/conditions/filter-condition.ts'
import { CONDITIONS } from '../../audit/conditions/list.ts'
import type { PairFilter } from '../../audit/pair-filter.ts'
import { builder } from '../builder.ts'
import { PairOrderFieldEnum, SortDirectionEnum } from './enums.ts'

type FieldBuilder = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]

const objects = new Map<string, unknown>()

/** The input type of a name: conditions that say the same of it share it. */
const objectOf = ({ name, description, fields }: InputObject): unknown => {
  const ref =
    objects.get(name) ?? builder.inputType(name, { description, fields: (t) => fieldsOf(t, fields) })
  objects.set(name, ref)
  return ref
}

/** Fields as conditions describe them, whose types Pothos finds by their names. */
const fieldsOf = (t: FieldBuilder, inputs: Record<string, Input>) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { type, list, ...rest }]) => {
      const ref = (typeof type === 'string' ? type : objectOf(type)) as 'String'
      return [name, t.field({ ...rest, type: list ? [ref] : ref } as { type: 'String' })]
    }),
  )

const INPUTS = Object.fromEntries(
  Object.entries(CONDITIONS).flatMap(([name, { input }]) => (input ? [[name, input]] : [])),
)

export const PairFilterInput = builder.inputRef<PairFilter>('PairFilter').implement({
  description:
    "All given conditions must hold. In `audit`, rewards and labels mean those of the audit's own models and labeler.",
  fields: (t) => ({
    and: t.field({ description: 'All of these, too.', type: [PairFilterInput] }),
    or: t.field({ type: [PairFilterInput], description: 'At least one of these; none of an empty list.' }),
    not: t.field({ description: 'Does not match this.', type: PairFilterInput }),
    ...fieldsOf(t, INPUTS),
  }),
})

export const PairOrderInput = builder.inputType('PairOrder', {
  description: 'What pairs are sorted by, and which way. Equal values are in the order of row ids.',
  fields: (t) => ({
    by: t.field({ description: 'What to sort by.', type: PairOrderFieldEnum, required: true }),
    direction: t.field({
      description: 'Which way.',
      type: SortDirectionEnum,
      required: true,
      defaultValue: 'ASC',
    }),
  }),
})
