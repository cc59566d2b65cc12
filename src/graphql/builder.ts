import SchemaBuilder from '@pothos/core'
import DataloaderPlugin from '@pothos/plugin-dataloader'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { Spec } from '../figures/drawing/vega-lite.ts'
import type PrismaTypes from '../store/generated/pothos.ts'
import { getDatamodel } from '../store/generated/pothos.ts'
import type { Context } from './context.ts'
import { PLAIN } from './cost.ts'
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
    // It has a file of its own: schema/nodes.ts.
    nodesQueryOptions: false,
    idFieldOptions: { description: 'For node(id): the same as long as the thing is there.' },
    nodeTypeOptions: { description: 'Whatever can be had by its id.' },
    nodeQueryOptions: {
      description: 'Anything that has an id; null where there is nothing of that id any more.',
      args: { id: { description: 'As an `id` field gave it.' } },
    },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'What is on the page, in its order.',
      // The page's size counts at the connection.
      extensions: { cost: { ...PLAIN, times: () => 1 } },
    },
    nodesOnConnection: {
      description: 'What stands on the page, in its order: `node` of each of `edges`.',
      extensions: { cost: { ...PLAIN, times: () => 1 } },
    },
    nodeFieldOptions: { nullable: false, description: 'What stands there.' },
    cursorFieldOptions: {
      description: 'For `after` and `before` under the same order; it outlives revisions.',
    },
    firstArgOptions: {
      description:
        'How many from the beginning, or behind `after`: from 0 to MAX_PAGE (1000 by default). Not with `last`.',
    },
    lastArgOptions: {
      description:
        'How many from the end, or before `before`: from 0 to MAX_PAGE (1000 by default). Not with `first`.',
    },
    afterArgOptions: { description: 'What comes behind this cursor. A cursor belongs to one order.' },
    beforeArgOptions: { description: 'What comes before this cursor. A cursor belongs to one order.' },
    pageInfoTypeOptions: { description: 'What lies before and behind a page.' },
    pageInfoFieldOptions: { description: 'What lies before and behind the page.' },
    hasNextPageFieldOptions: { description: 'Whether there is more behind the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before the page.' },
    startCursorFieldOptions: { description: 'Of the first on the page; null where it is empty.' },
    endCursorFieldOptions: { description: 'Of the last on the page; null where it is empty.' },
  },
})
