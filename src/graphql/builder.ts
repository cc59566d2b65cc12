import SchemaBuilder from '@pothos/core'
import DataloaderPlugin from '@pothos/plugin-dataloader'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { Spec } from '../figures/vega-lite.ts'
import type PrismaTypes from '../store/generated/pothos.ts'
import { getDatamodel } from '../store/generated/pothos.ts'
import type { Context } from './context.ts'
import { decodeNodeId } from './node-id.ts'

export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: { DateTime: { Input: Date; Output: Date }; VegaLite: { Input: never; Output: Spec } }
}>({
  plugins: [RelayPlugin, DataloaderPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: { client: (context) => context.prisma, dmmf: getDatamodel(), onUnusedQuery: null },
  relay: {
    cursorType: 'String',
    decodeGlobalID: decodeNodeId,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
  },
})
