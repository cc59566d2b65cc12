import { findable } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import { DatasetType } from './dataset.ts'
import { PairType } from './pair.ts'

builder.queryType({
  description: 'What can be asked.',
  fields: (t) => ({
    datasets: t.prismaField({
      description: 'All datasets, by name.',
      type: ['Dataset'],
      resolve: (query, _root, _args, { prisma }) =>
        prisma.dataset.findMany({ ...query, orderBy: { name: 'asc' } }),
    }),
    dataset: t.prismaField({
      description: 'One dataset; null where there is none of this name.',
      type: 'Dataset',
      nullable: true,
      args: { name: t.arg.string({ description: 'Its name, to the letter.', required: true }) },
      resolve: (query, _root, { name }, { prisma }) =>
        prisma.dataset.findUnique({ ...query, where: { name: findable(name) } }),
    }),
  }),
})

builder.subscriptionType({
  description: 'What can be heard of as it happens.',
  fields: (t) => ({
    datasetRevised: t.field({
      type: DatasetType,
      description:
        'Emits whenever an ingest, a scoring, a labeling, a rewriting run or a mutation has changed the dataset.',
      args: {
        name: t.arg.string({
          description: 'Of this dataset; NOT_FOUND lists those that there are.',
          required: true,
        }),
      },
      subscribe: (_root, { name }, { revisions }) => revisions.of(name),
      resolve: ({ id }, _args, context) => {
        context.beginAnother()
        PairType.getDataloader(context).clearAll()
        return context.prisma.dataset.findUniqueOrThrow({ where: { id } })
      },
    }),
  }),
})
