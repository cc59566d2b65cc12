import { findable } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import { DatasetType } from './dataset.ts'
import { PairType } from './pair.ts'

builder.queryType({
  fields: (t) => ({
    datasets: t.prismaField({
      type: ['Dataset'],
      resolve: (query, _root, _args, { prisma }) =>
        prisma.dataset.findMany({ ...query, orderBy: { name: 'asc' } }),
    }),
    dataset: t.prismaField({
      type: 'Dataset',
      nullable: true,
      args: { name: t.arg.string({ required: true }) },
      resolve: (query, _root, { name }, { prisma }) =>
        prisma.dataset.findUnique({ ...query, where: { name: findable(name) } }),
    }),
  }),
})

builder.subscriptionType({
  fields: (t) => ({
    datasetRevised: t.field({
      type: DatasetType,
      description:
        'Emits whenever an ingest, a scoring, a labeling or a rewriting run has changed the dataset.',
      args: { name: t.arg.string({ required: true }) },
      subscribe: (_root, { name }, { revisions }) => revisions.of(name),
      resolve: ({ id }, _args, context) => {
        context.beginAnother()
        PairType.getDataloader(context).clearAll()
        return context.prisma.dataset.findUniqueOrThrow({ where: { id } })
      },
    }),
  }),
})
