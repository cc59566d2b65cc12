import { resolveNodes } from '@pothos/plugin-relay'
import { InvalidInput, LimitExceeded } from '../../domain/errors.ts'
import { builder } from '../builder.ts'
import { PLAIN } from '../cost.ts'
import { decodeNodeId } from '../node-id.ts'

/** What an id means, or why it means nothing. */
const meant = (id: string): ReturnType<typeof decodeNodeId> | InvalidInput => {
  try {
    return decodeNodeId(id)
  } catch (error) {
    if (error instanceof InvalidInput) return error
    throw error
  }
}

builder.queryField('nodes', (t) =>
  t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    extensions: { cost: { ...PLAIN, times: ({ ids }: { ids?: unknown[] }) => ids?.length ?? 0 } },
    description:
      'As many things as there are ids, in the order of the ids. Where `node` would be null an item is null, and where it would be an error that item is. The server takes as many ids as a page may have pairs (MAX_PAGE, 1000 by default).',
    args: { ids: t.arg.idList({ required: true, description: 'As `id` fields gave them.' }) },
    resolve: async (_, { ids }, context, info) => {
      const most = context.largestPage
      if (ids.length > most)
        throw new LimitExceeded(`ids: there are ${ids.length}; at most ${most} (MAX_PAGE)`)
      const asked = ids.map((id) => meant(`${id}`))
      context.fail(asked.filter((one) => one instanceof InvalidInput).length)
      const known = asked.map((one) => (one instanceof InvalidInput ? null : one))
      const nodes = await resolveNodes(builder, context, info, known)
      return asked.map((one, index) => (one instanceof InvalidInput ? one : nodes[index])) as never
    },
  }),
)
