import { builder } from '../builder.ts'
import { LabelerBackendEnum, RewardModelBackendEnum, RewriterBackendEnum, StageEnum } from './enums.ts'

// No `select` in these: it would make Prisma load again what a loader of the request has brought whole.
export const RewardModelType = builder.prismaNode('RewardModel', {
  description: "What gave rewards to a dataset's entries.",
  id: { field: 'datasetId_id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As arguments call it.' }),
    stage: t.expose('stage', {
      description:
        'Whether it is the model before or after training on this dataset; null where nobody said.',
      type: StageEnum,
      nullable: true,
    }),
    series: t.exposeString('series', {
      nullable: true,
      description: 'Checkpoints of one training run have one series; null: none.',
    }),
    step: t.exposeInt('step', {
      nullable: true,
      description:
        'Where the model stands in a series of checkpoints, such as the training step; null: nowhere.',
    }),
    backend: t.expose('backend', {
      description: 'Where its rewards come from.',
      type: RewardModelBackendEnum,
    }),
    rewardCount: t.int({
      description: 'How many rewards it gave, to originals and rewritings.',
      resolve: async ({ datasetId, id }, _, context) => {
        const { outline } = await context.frame(datasetId)
        return outline.models.find((model) => model.id === id)?.rewardCount ?? 0
      },
    }),
  }),
})

export const LabelerType = builder.prismaNode('Labeler', {
  description: "Who labeled a dataset's entries with features: a language model with one prompt, or a file.",
  id: { field: 'datasetId_id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As arguments call it.' }),
    backend: t.expose('backend', { description: 'Where its labels come from.', type: LabelerBackendEnum }),
    labelCount: t.int({
      description: 'How many entries it labeled, originals and rewritings.',
      resolve: async ({ datasetId, id }, _, context) => {
        const { outline } = await context.frame(datasetId)
        return outline.labelers.find((labeler) => labeler.id === id)?.labelCount ?? 0
      },
    }),
  }),
})

export const RewriterType = builder.prismaNode('Variant', {
  description: 'Who rewrote pairs in other words: a language model with one prompt, or a file.',
  name: 'Rewriter',
  id: { field: 'datasetId_id' },
  nullable: true,
  fields: (t) => ({
    name: t.string({
      description: 'As arguments call it.',
      resolve: ({ rewriter }) => rewriter ?? 'original',
    }),
    backend: t.expose('backend', { description: 'Where its texts come from.', type: RewriterBackendEnum }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'The language model, as the backend calls it; null where the texts are imported.',
    }),
    promptVersion: t.exposeString('promptVersion', {
      description:
        'Version of the instructions that the language model was given; null where the texts are imported.',
      nullable: true,
    }),
    temperature: t.exposeFloat('temperature', {
      description:
        'Sampling temperature of the language model, 0 or more; null where the texts are imported.',
      nullable: true,
    }),
    rewriteCount: t.int({
      description: 'How many pairs it rewrote, both entries.',
      resolve: async ({ datasetId, id }, _, context) => {
        const { outline } = await context.frame(datasetId)
        return outline.rewriters.find(({ variantId }) => variantId === id)?.rewriteCount ?? 0
      },
    }),
  }),
})
