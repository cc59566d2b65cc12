import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import { bitFields, decodeLabel } from '../../../src/domain/label-bits.ts'
import { SEAL_TAXONOMY } from '../../../src/domain/seal-taxonomy.ts'
import type PrismaTypes from '../../../src/store/generated/pothos.ts'
import { getDatamodel } from '../../../src/store/generated/pothos.ts'
import type { Prisma } from '../../../src/store/prisma.ts'

const FIELDS = bitFields(SEAL_TAXONOMY.features)

/** Pairs with entries, rewards and labels as one writes them with Pothos' Prisma plugin: nested relations, nothing else. */
export const plainSchema = (prisma: Prisma) => {
  const builder = new SchemaBuilder<{ PrismaTypes: PrismaTypes; DefaultFieldNullability: false }>({
    plugins: [RelayPlugin, PrismaPlugin],
    defaultFieldNullability: false,
    prisma: { client: prisma, dmmf: getDatamodel() },
    relay: { cursorType: 'String' },
  })
  builder.prismaObject('RewardModel', { fields: (t) => ({ name: t.exposeString('name') }) })
  builder.prismaObject('Labeler', { fields: (t) => ({ name: t.exposeString('name') }) })
  builder.prismaObject('Reward', {
    fields: (t) => ({ model: t.relation('model'), score: t.exposeFloat('score') }),
  })
  const Feature = builder.objectRef<{ name: string }>('Feature').implement({
    fields: (t) => ({ name: t.exposeString('name') }),
  })
  const FeatureValue = builder
    .objectRef<{ feature: { name: string }; value: number }>('FeatureValue')
    .implement({
      fields: (t) => ({ feature: t.expose('feature', { type: Feature }), value: t.exposeInt('value') }),
    })
  builder.prismaObject('Label', {
    fields: (t) => ({
      labeler: t.relation('labeler'),
      features: t.field({
        type: [FeatureValue],
        select: { features: true, known: true },
        resolve: (label) =>
          decodeLabel(FIELDS, label).flatMap((value, index) =>
            value === null ? [] : [{ feature: SEAL_TAXONOMY.features[index], value }],
          ),
      }),
      topics: t.stringList({ select: { topics: true }, resolve: ({ topics }) => JSON.parse(topics) }),
    }),
  })
  builder.prismaObject('Entry', {
    fields: (t) => ({
      side: t.exposeString('side'),
      text: t.string({
        select: { text: true, pair: { select: { prompt: true } } },
        resolve: ({ text, pair }) => pair.prompt + text,
      }),
      rewards: t.relation('rewards', { query: { orderBy: { modelId: 'asc' } } }),
      labels: t.relation('labels', { query: { orderBy: { labelerId: 'asc' } } }),
    }),
  })
  builder.prismaObject('Pair', {
    fields: (t) => ({
      rowId: t.exposeInt('rowId'),
      prompt: t.exposeString('prompt'),
      entries: t.relation('entries', { query: { where: { variantId: 0 }, orderBy: { side: 'asc' } } }),
    }),
  })
  const Dataset = builder.prismaObject('Dataset', {
    fields: (t) => ({
      pairs: t.relatedConnection('pairs', {
        cursor: 'datasetId_rowId',
        query: { orderBy: { rowId: 'asc' } },
        edgesNullable: false,
        nodeNullable: false,
      }),
    }),
  })
  builder.queryType({
    fields: (t) => ({
      dataset: t.prismaField({
        type: Dataset,
        args: { name: t.arg.string({ required: true }) },
        resolve: (query, _, { name }) => prisma.dataset.findUniqueOrThrow({ ...query, where: { name } }),
      }),
    }),
  })
  return builder.toSchema()
}
