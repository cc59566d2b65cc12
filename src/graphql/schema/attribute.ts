import { SIDES, type Side } from '../../domain/side.ts'
import { type AttributeColumns, type AttributeOutline, attributeAt } from '../../frame/attributes.ts'
import type { Frame } from '../../frame/frame.ts'
import type { AttributeCount } from '../../metrics/attribute.ts'
import { ask, auditOf } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { METRIC } from '../cost.ts'
import { SideEnum } from './enums.ts'
import { SummaryType } from './statistics.ts'

const AttributeScopeEnum = builder.enumType('AttributeScope', {
  description: 'What an attribute is of: a pair, or each of its entries.',
  values: {
    PAIR: { description: 'It is of pairs.' },
    ENTRY: { description: 'It is of entries: those of a pair have one each.' },
  } satisfies Record<AttributeOutline['scope'], object>,
})
const AttributeKindEnum = builder.enumType('AttributeKind', {
  description: 'What the values of an attribute are. Of several kinds: TEXT.',
  values: {
    TEXT: { description: 'Any text.' },
    NUMBER: { description: 'Any number.' },
    BOOLEAN: { description: 'True or false.' },
  } satisfies Record<AttributeOutline['kind'], object>,
})

type AttributeOf = AttributeOutline & { datasetId: number }

type Value = { name: string; side: Side | null; value: string | number | boolean }

/** What there is of a pair, or of one of its entries, at a row of a frame. */
export const attributesAt = (
  { attributes }: Frame,
  row: number,
  scope: AttributeOutline['scope'],
  sides: readonly (Side | null)[],
): Value[] =>
  attributes.flatMap((attribute: AttributeColumns) =>
    attribute.scope === scope
      ? sides.flatMap((side): Value[] => {
          const value = attributeAt(attribute, side === null ? 0 : SIDES.indexOf(side), row)
          return value === null ? [] : [{ name: attribute.name, side, value }]
        })
      : [],
  )

const ofType =
  <T extends Value['value']>(type: string) =>
  ({ value }: Value): T | null =>
    typeof value === type ? (value as T) : null

export const AttributeValueType = builder.objectRef<Value>('AttributeValue').implement({
  description: 'What came with a pair or an entry: one of text, number and boolean.',
  fields: (t) => ({
    name: t.exposeString('name', { description: "The attribute's." }),
    side: t.expose('side', {
      type: SideEnum,
      nullable: true,
      description: 'Whose it is; null where the attribute is of pairs.',
    }),
    text: t.string({ nullable: true, description: 'Of a TEXT.', resolve: ofType<string>('string') }),
    number: t.float({ nullable: true, description: 'Of a NUMBER.', resolve: ofType<number>('number') }),
    boolean: t.boolean({ nullable: true, description: 'Of a BOOLEAN.', resolve: ofType<boolean>('boolean') }),
  }),
})

const AttributeCountType = builder.objectRef<AttributeCount>('AttributeCount').implement({
  description: 'A value of an attribute.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'As a text: "true" or "false" of a BOOLEAN.' }),
    count: t.exposeInt('count', {
      description: 'How many pairs have it, or entries where it is of entries.',
    }),
  }),
})

const every = async (datasetId: number, context: Context) => auditOf(datasetId, {}, context)

export const AttributeType = builder.objectRef<AttributeOf>('Attribute').implement({
  description: 'What came with the pairs or their entries besides their texts.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As its file calls it, without the side.' }),
    scope: t.expose('scope', { type: AttributeScopeEnum, description: 'What it is of.' }),
    kind: t.expose('kind', { type: AttributeKindEnum, description: 'What its values are.' }),
    values: t.field({
      type: [AttributeCountType],
      extensions: { cost: METRIC },
      description: 'Of TEXT and BOOLEAN, most frequent first; of a NUMBER none.',
      args: {
        first: t.arg.int({
          required: true,
          defaultValue: 20,
          description: 'How many at most, from 0 to 1000.',
        }),
      },
      resolve: async ({ datasetId, name }, { first }, context) => {
        const audit = await every(datasetId, context)
        const values = await ask(audit, 'attributeValues', { attribute: name }, context)
        return values.slice(0, Math.min(Math.max(first, 0), 1000))
      },
    }),
    valueCount: t.int({
      extensions: { cost: METRIC },
      description:
        'How many different values it has, of which `values` lists the most frequent; 0 of a NUMBER.',
      resolve: async ({ datasetId, name }, _, context) =>
        (await ask(await every(datasetId, context), 'attributeValues', { attribute: name }, context)).length,
    }),
    summary: t.field({
      type: SummaryType,
      nullable: true,
      extensions: { cost: METRIC },
      description: 'Of NUMBER, over what the attribute is of; else null.',
      resolve: async ({ datasetId, name, scope, kind }, _, context) =>
        kind === 'NUMBER'
          ? ask(await every(datasetId, context), 'attributeSummary', { attribute: name, of: scope }, context)
          : null,
    }),
  }),
})
