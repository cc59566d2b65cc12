import type { BySide } from '../../frame/frame.ts'
import type { RewardShift } from '../../metrics/pair.ts'
import { probabilityOf } from '../../metrics/reward-distribution.ts'
import { builder } from '../builder.ts'
import { RewardModelType } from './sources.ts'

export type Reward = { datasetId: number; modelId: number; score: number }

export const RewardType = builder.objectRef<Reward>('Reward').implement({
  fields: (t) => ({
    model: t.field({
      type: RewardModelType,
      resolve: ({ datasetId, modelId }, _, context) => context.modelOf(datasetId, modelId),
    }),
    score: t.exposeFloat('score'),
    probability: t.float({ description: 'sigmoid(score)', resolve: ({ score }) => probabilityOf(score) }),
  }),
})

const RewardVectorType = builder.objectRef<BySide<number>>('RewardVector').implement({
  fields: (t) => ({ chosen: t.exposeFloat('CHOSEN'), rejected: t.exposeFloat('REJECTED') }),
})

export const RewardShiftType = builder.objectRef<RewardShift>('RewardShift').implement({
  description:
    'The signed angle from the pre to the post reward vector (chosen, rejected), counter-clockwise positive, in (-180, 180].',
  fields: (t) => ({
    degrees: t.exposeFloat('degrees'),
    radians: t.float({ resolve: ({ degrees }) => (degrees * Math.PI) / 180 }),
    pre: t.expose('pre', { type: RewardVectorType }),
    post: t.expose('post', { type: RewardVectorType }),
  }),
})
