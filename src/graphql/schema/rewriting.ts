import { DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { findFeature } from '../../domain/taxonomy.ts'
import type { FlipCount } from '../../metrics/rewriting.ts'
import { type Audit, ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { HEATMAP, METRIC } from '../cost.ts'
import { AlignmentType } from './alignment.ts'
import { FlipEnum, SideEnum, StageEnum } from './enums.ts'
import { ShiftSummaryType } from './shift-summary.ts'
import { RewriterType } from './sources.ts'
import { HeatmapType, SummaryType } from './statistics.ts'

/** What one rewriter (its index in the frame) did to an audit's pairs. */
export type Rewriting = { audit: Audit; rewriter: number }

/** What the rewriter of a name, or the first one, did; null where the dataset has none such. */
export const rewritingIn = (audit: Audit, name?: string | null): Rewriting | null => {
  const rewriter = audit.scope.loaded.outline.rewriters.findIndex(
    ({ rewriter }) => (name ?? rewriter) === rewriter,
  )
  return rewriter < 0 ? null : { audit, rewriter }
}

const FlipCountType = builder
  .objectRef<Omit<FlipCount, 'feature'> & { feature: string }>('FlipCount')
  .implement({
    description:
      'What rewriting did to one feature on one side, over the entries whose value is known before and after.',
    fields: (t) => ({
      feature: t.exposeString('feature', { description: "The taxonomy's name." }),
      side: t.expose('side', { description: 'Which side.', type: SideEnum }),
      gained: t.exposeInt('gained', { description: 'Entries whose value rose.' }),
      unchanged: t.exposeInt('unchanged', { description: 'Entries whose value stayed.' }),
      lost: t.exposeInt('lost', { description: 'Entries whose value fell.' }),
    }),
  })

export const RewritingType = builder.objectRef<Rewriting>('Rewriting').implement({
  description: "What one rewriter did to an audit's pairs.",
  extensions: { fieldCost: METRIC },
  fields: (t) => {
    const stage = t.arg({
      type: StageEnum,
      required: true,
      defaultValue: 'POST',
      description: "Which of the audit's two models.",
    })
    return {
      rewriter: t.field({
        description: 'Which rewriter.',
        type: RewriterType,
        resolve: ({ audit, rewriter }, _, context) => {
          const { variantId } = audit.scope.loaded.outline.rewriters[rewriter]
          return context.rewriterOf(audit.datasetId, variantId)
        },
      }),
      pairs: t.int({
        description: 'Pairs of the slice that it rewrote.',
        nullable: true,
        resolve: async ({ audit, rewriter }, _, context) =>
          (await ask(audit, 'rewritingPairs', { rewriter }, context)).pairs,
      }),
      keptPairs: t.int({
        nullable: true,
        description:
          'Pairs whose target labels rewriting left unchanged on both sides: those that robustness is estimated from by default.',
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
        description:
          "How many entries gained or lost each feature by rewriting, in the taxonomy's order, CHOSEN before REJECTED (Figure 12 of the paper).",
        type: [FlipCountType],
        nullable: true,
        resolve: async ({ audit, rewriter }, _, context) => {
          const { features } = audit.scope.loaded.outline.taxonomy
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
          side: t.arg({ description: 'Of entries of one side. Left out: of both sides.', type: SideEnum }),
          feature: t.arg.string({
            description: 'Its name, or an ending of it (see Feature); with `flip` or `unchanged`.',
          }),
          flip: t.arg({ description: 'Of entries that gained, or that lost, the feature.', type: FlipEnum }),
          unchanged: t.arg.boolean({ description: 'True: of entries whose value of the feature stayed.' }),
        },
        resolve: ({ audit, rewriter }, { feature, ...selection }, context) => {
          const { taxonomy } = audit.scope.loaded.outline
          const index = typeof feature === 'string' ? findFeature(taxonomy, feature) : null
          return ask(audit, 'similarity', { rewriter, feature: index, ...selection }, context)
        },
      }),
      rewardShift: t.field({
        type: ShiftSummaryType,
        nullable: true,
        description: `The angle from the original to the rewritten reward vector. ${DEPENDS_ON_ZERO}`,
        args: { stage },
        resolve: async ({ audit, rewriter }, args, context) => ({
          ...(await ask(audit, 'rewritingShift', { rewriter, ...args }, context)),
          histogram: (bins: number) =>
            ask(audit, 'rewritingShiftHistogram', { rewriter, ...args, bins }, context),
        }),
      }),
      similarityByShift: t.field({
        type: HeatmapType,
        extensions: { cost: HEATMAP },
        nullable: true,
        description: `How many pairs lie where in the plane of x, the mean cosine similarity of a pair's entries to their rewritings, and y, the angle of its reward shift by rewriting, in degrees (Figure 13 of the paper). ${DEPENDS_ON_ZERO}`,
        args: {
          bins: t.arg.int({ description: 'From 1 to 1000 on each axis.', required: true, defaultValue: 20 }),
        },
        resolve: ({ audit, rewriter }, { bins }, context) =>
          ask(audit, 'similarityByShift', { rewriter, bins }, context),
      }),
    }
  },
})
