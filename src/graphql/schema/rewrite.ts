import { modelIndex } from '../../audit/subject.ts'
import { DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { locate, rewardVectorAt } from '../../frame/lookup.ts'
import { shiftBetween } from '../../metrics/pair.ts'
import { builder } from '../builder.ts'
import { EntryType } from './entry.ts'
import { RewardShiftType } from './reward.ts'
import { RewriterType } from './sources.ts'

export type Rewrite = {
  datasetId: number
  rowId: number
  variantId: number
  similarity: { CHOSEN: number | null; REJECTED: number | null }
}

export const RewriteType = builder.objectRef<Rewrite>('Rewrite').implement({
  description: 'A pair in other words.',
  fields: (t) => ({
    rewriter: t.field({
      description: 'Who rewrote it.',
      type: RewriterType,
      resolve: ({ datasetId, variantId }, _, context) => context.rewriterOf(datasetId, variantId),
    }),
    chosen: t.field({
      description: "The chosen entry's rewriting.",
      type: EntryType,
      resolve: (rewrite) => ({ ...rewrite, side: 'CHOSEN' as const }),
    }),
    rejected: t.field({
      description: "The rejected entry's rewriting.",
      type: EntryType,
      resolve: (rewrite) => ({ ...rewrite, side: 'REJECTED' as const }),
    }),
    chosenSimilarity: t.float({
      nullable: true,
      description: 'Cosine similarity of the original and the rewritten text, by the similarity model.',
      resolve: ({ similarity }) => similarity.CHOSEN,
    }),
    rejectedSimilarity: t.float({
      description: 'Cosine similarity of the rejected entry and its rewriting, likewise.',
      nullable: true,
      resolve: ({ similarity }) => similarity.REJECTED,
    }),
    rewardShift: t.field({
      type: RewardShiftType,
      nullable: true,
      description: `The signed angle, in degrees, from the original to the rewritten reward vector of one model; left out: the dataset's own post model. ${DEPENDS_ON_ZERO}`,
      args: {
        model: t.arg.string({
          description:
            "Name of the model; an unknown one is NOT_FOUND, which lists those that there are. Left out: the dataset's own post model.",
        }),
      },
      resolve: async ({ datasetId, rowId, variantId }, { model }, context) => {
        const frame = await context.frameOf(datasetId, rowId)
        const index = modelIndex(frame, model, frame.defaults.post)
        const [original, rewritten] = [locate(frame, rowId, 0), locate(frame, rowId, variantId)]
        return shiftBetween(
          original && rewardVectorAt(original, index),
          rewritten && rewardVectorAt(rewritten, index),
        )
      },
    }),
  }),
})
