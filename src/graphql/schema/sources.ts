import { builder } from '../builder.ts'
import { LabelerBackendEnum, RewardModelBackendEnum, RewriterBackendEnum, StageEnum } from './enums.ts'

// No `select` in these: it would make Prisma load again what a loader of the request has brought whole.
export const RewardModelType = builder.prismaNode('RewardModel', {
  id: { field: 'datasetId_id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name'),
    stage: t.expose('stage', { type: StageEnum, nullable: true }),
    backend: t.expose('backend', { type: RewardModelBackendEnum }),
    rewardCount: t.int({
      description: 'How many rewards it gave, to originals and rewritings.',
      resolve: async ({ datasetId, id }, _, context) => {
        const { frame } = await context.frame(datasetId)
        return frame.models.find((model) => model.id === id)?.rewardCount ?? 0
      },
    }),
  }),
})

export const LabelerType = builder.prismaNode('Labeler', {
  id: { field: 'datasetId_id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name'),
    backend: t.expose('backend', { type: LabelerBackendEnum }),
    labelCount: t.int({
      description: 'How many entries it labeled, originals and rewritings.',
      resolve: async ({ datasetId, id }, _, context) => {
        const { frame } = await context.frame(datasetId)
        return frame.labelers.find((labeler) => labeler.id === id)?.labelCount ?? 0
      },
    }),
  }),
})

export const RewriterType = builder.prismaNode('Variant', {
  name: 'Rewriter',
  id: { field: 'datasetId_id' },
  nullable: true,
  fields: (t) => ({
    name: t.string({ resolve: ({ rewriter }) => rewriter ?? 'original' }),
    backend: t.expose('backend', { type: RewriterBackendEnum }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'As the backend calls it; null where the texts are imported. So are the next two.',
    }),
    promptVersion: t.exposeString('promptVersion', { nullable: true }),
    temperature: t.exposeFloat('temperature', { nullable: true }),
    rewriteCount: t.int({
      description: 'How many pairs it rewrote, both entries.',
      resolve: async ({ datasetId, id }, _, context) => {
        const { frame } = await context.frame(datasetId)
        return frame.rewriters.find(({ variantId }) => variantId === id)?.rewriteCount ?? 0
      },
    }),
  }),
})
