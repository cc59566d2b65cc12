import { type WeakSlice, weakSlices } from '../../findings/weak-slices.ts'
import { type Audit, narrowed } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { type Cost, METRIC } from '../cost.ts'
import { lookingAt } from '../looking-at.ts'
import { AlignmentType } from './alignment.ts'
import { AuditRef } from './audit.ts'
import { StageEnum } from './enums.ts'
import { REASON } from './statistics.ts'

const WeakSliceType = builder.objectRef<WeakSlice & { audit: Audit }>('WeakSlice').implement({
  description: 'Pairs on which a model sides less often with people than on the others.',
  fields: (t) => ({
    by: t.exposeString('by', {
      description: "What it is cut by: a feature's title, an attribute's name, subset or topic.",
    }),
    ofChosen: t.exposeBoolean('ofChosen', {
      description: 'Whether that is of the chosen entry, and not of the pair.',
    }),
    key: t.exposeString('key', {
      description: 'The value, of a bin of numbers its ends.',
    }),
    where: t.string({
      description: 'What selects its pairs, as a PairFilter in JSON.',
      resolve: ({ where }) => JSON.stringify(where),
    }),
    alignment: t.expose('part', { description: 'On these pairs.', type: AlignmentType }),
    rest: t.expose('rest', { description: 'On all others.', type: AlignmentType }),
    difference: t.exposeFloat('difference', {
      description: 'Of the scores: these minus the others, below 0.',
    }),
    pValue: t.exposeFloat('pValue', {
      nullable: true,
      description:
        "Two-sided, of the difference. R: t.test(these, others, var.equal = TRUE) on 0 and 1; where pairs share prompts vcovCL(lm(aligned ~ these), cluster = prompt, type = 'HC1').",
    }),
    adjustedPValue: t.exposeFloat('adjustedPValue', {
      nullable: true,
      description: 'By Holm over all slices that were looked at, better ones among them.',
    }),
    reason: t.string({
      nullable: true,
      description: REASON,
      resolve: ({ contrast }) => contrast?.reason ?? null,
    }),
    audit: t.expose('audit', { description: 'The audit of these pairs alone.', type: AuditRef }),
  }),
})

/** Some hundred slices. */
const SLICES: Cost = { ...METRIC, own: () => 100 * METRIC.own({}) }

builder.objectFields(AuditRef, (t) => {
  const stage = t.arg({
    type: StageEnum,
    required: true,
    defaultValue: 'POST',
    description: "Which of the audit's two models.",
  })
  return {
    weakSlices: t.field({
      type: [WeakSliceType],
      nullable: true,
      extensions: { cost: SLICES },
      description:
        'Where a model goes wrong: of all slices by subset, topic, attribute, label of the chosen entry and measure of it (in four bins), with 20 prompts or more in it and outside it, those on which it sides less often with people than elsewhere. Significant ones first (0.05, by Holm), of these the worst first. None where the slice that is audited was itself selected by rewards.',
      args: {
        stage,
        first: t.arg.int({
          required: true,
          defaultValue: 10,
          description: 'The first so many; weakSliceCount says how many there are.',
        }),
      },
      resolve: async (audit, { stage, first }, context) =>
        (await weakSlices(await lookingAt(audit, context), stage))
          .slice(0, Math.max(first, 0))
          .map((slice) => ({ ...slice, audit: narrowed(audit, slice.where) })),
    }),
    weakSliceCount: t.int({
      nullable: true,
      extensions: { cost: SLICES },
      description: 'How many weakSlices there are, whether they are shown or may be chance.',
      args: { stage },
      resolve: async (audit, { stage }, context) =>
        (await weakSlices(await lookingAt(audit, context), stage)).length,
    }),
  }
})
