import { findFeature } from '../../domain/taxonomy.ts'
import type { FlipCount } from '../../metrics/rewriting.ts'
import { type Audit, ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { AlignmentType } from './alignment.ts'
import { FlipEnum, SideEnum, StageEnum } from './enums.ts'
import { ShiftSummaryType } from './shift-summary.ts'
import { RewriterType } from './sources.ts'
import { HeatmapType, SummaryType } from './statistics.ts'

/** What one rewriter (its index in the frame) did to an audit's pairs. */
export type Rewriting = { audit: Audit; rewriter: number }

/** What the rewriter of a name, or the first one, did; null where the dataset has none such. */
export const rewritingIn = (audit: Audit, name?: string | null): Rewriting | null => {
  const rewriter = audit.scope.loaded.frame.rewriters.findIndex(
    ({ rewriter }) => (name ?? rewriter) === rewriter,
  )
  return rewriter < 0 ? null : { audit, rewriter }
}

const FlipCountType = builder
  .objectRef<Omit<FlipCount, 'feature'> & { feature: string }>('FlipCount')
  .implement({
    fields: (t) => ({
      feature: t.exposeString('feature'),
      side: t.expose('side', { type: SideEnum }),
      gained: t.exposeInt('gained'),
      unchanged: t.exposeInt('unchanged'),
      lost: t.exposeInt('lost'),
    }),
  })

export const RewritingType = builder.objectRef<Rewriting>('Rewriting').implement({
  fields: (t) => {
    const stage = t.arg({ type: StageEnum, required: true, defaultValue: 'POST' })
    return {
      rewriter: t.field({
        type: RewriterType,
        resolve: ({ audit, rewriter }, _, context) => {
          const { variantId } = audit.scope.loaded.frame.rewriters[rewriter]
          return context.rewriterOf(audit.datasetId, variantId)
        },
      }),
      pairs: t.int({
        nullable: true,
        resolve: async ({ audit, rewriter }, _, context) =>
          (await ask(audit, 'rewritingPairs', { rewriter }, context)).pairs,
      }),
      keptPairs: t.int({
        nullable: true,
        description:
          'Pairs whose target labels rewriting left unchanged on both sides: those that Equation 4 uses.',
        resolve: async ({ audit, rewriter }, _, context) =>
          (await ask(audit, 'rewritingPairs', { rewriter }, context)).keptPairs,
      }),
      before: t.field({
        type: AlignmentType,
        nullable: true,
        description: "The model's alignment on the originals of the pairs that it has scored both times.",
        args: { stage },
        resolve: async ({ audit, rewriter }, args, context) =>
          (await ask(audit, 'rewritingAlignment', { rewriter, ...args }, context)).before,
      }),
      after: t.field({
        type: AlignmentType,
        nullable: true,
        description: "The model's alignment on the rewritings of the same pairs.",
        args: { stage },
        resolve: async ({ audit, rewriter }, args, context) =>
          (await ask(audit, 'rewritingAlignment', { rewriter, ...args }, context)).after,
      }),
      flips: t.field({
        type: [FlipCountType],
        nullable: true,
        resolve: async ({ audit, rewriter }, _, context) => {
          const { features } = audit.scope.loaded.frame.taxonomy
          const counts = await ask(audit, 'flips', { rewriter }, context)
          return counts.map((count) => ({ ...count, feature: features[count.feature].name }))
        },
      }),
      similarity: t.field({
        type: SummaryType,
        nullable: true,
        description:
          'Cosine similarity of entries and their rewritings: of all, of one side, or of those where a feature was gained, lost or left unchanged.',
        args: {
          side: t.arg({ type: SideEnum }),
          feature: t.arg.string(),
          flip: t.arg({ type: FlipEnum }),
          unchanged: t.arg.boolean(),
        },
        resolve: ({ audit, rewriter }, { feature, ...selection }, context) => {
          const { taxonomy } = audit.scope.loaded.frame
          const index = typeof feature === 'string' ? findFeature(taxonomy, feature) : null
          return ask(audit, 'similarity', { rewriter, feature: index, ...selection }, context)
        },
      }),
      rewardShift: t.field({
        type: ShiftSummaryType,
        nullable: true,
        description: 'The angle from the original to the rewritten reward vector.',
        args: { stage },
        resolve: async ({ audit, rewriter }, args, context) => ({
          ...(await ask(audit, 'rewritingShift', { rewriter, ...args }, context)),
          histogram: (bins: number) =>
            ask(audit, 'rewritingShiftHistogram', { rewriter, ...args, bins }, context),
        }),
      }),
      similarityByShift: t.field({
        type: HeatmapType,
        nullable: true,
        description: 'Figure 13: x = mean cosine similarity of the pair, y = angle in degrees.',
        args: { bins: t.arg.int({ required: true, defaultValue: 20 }) },
        resolve: ({ audit, rewriter }, { bins }, context) =>
          ask(audit, 'similarityByShift', { rewriter, bins }, context),
      }),
    }
  },
})
