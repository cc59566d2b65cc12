import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import type { BySide } from '../../frame/frame.ts'
import { probabilityOf, type RewardShift } from '../../metrics/pair.ts'
import { builder } from '../builder.ts'
import type { EntryKey } from '../loaders/entry-texts.ts'
import { RewardModelType } from './sources.ts'

export type Reward = { entry: EntryKey; modelId: number; score: number }

export const RewardType = builder.objectRef<Reward>('Reward').implement({
  description: 'What one model gave one entry.',
  fields: (t) => ({
    model: t.field({
      description: 'Who gave it.',
      type: RewardModelType,
      resolve: ({ entry, modelId }, _, context) => context.modelOf(entry.datasetId, modelId),
    }),
    score: t.exposeFloat('score', {
      description: `As the model gives it, in its own units. ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
    }),
    probability: t.float({
      description: `sigmoid(score). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
      resolve: ({ score }) => probabilityOf(score),
    }),
  }),
})

const RewardVectorType = builder.objectRef<BySide<number>>('RewardVector').implement({
  description: 'Both rewards of a pair by one model.',
  fields: (t) => ({
    chosen: t.exposeFloat('CHOSEN', {
      description: `The chosen entry's. ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
    }),
    rejected: t.exposeFloat('REJECTED', {
      description: `The rejected entry's. ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
    }),
  }),
})

export const RewardShiftType = builder.objectRef<RewardShift>('RewardShift').implement({
  description:
    'The signed angle from the pre to the post reward vector (chosen, rejected), counter-clockwise positive, in (-180, 180].',
  fields: (t) => ({
    degrees: t.exposeFloat('degrees', { description: 'The angle in degrees, in (-180, 180].' }),
    radians: t.float({
      description: 'The angle in radians, in (-π, π].',
      resolve: ({ degrees }) => (degrees * Math.PI) / 180,
    }),
    pre: t.expose('before', {
      description: 'Where the angle begins: the rewards before training, or those of the originals.',
      type: RewardVectorType,
    }),
    post: t.expose('after', {
      description: 'Where it ends: the rewards after training, or those of the rewritings.',
      type: RewardVectorType,
    }),
  }),
})
