import { modelIndex, subjectOf } from '../../audit/subject.ts'
import { SealError } from '../../domain/errors.ts'
import { groupName } from '../../domain/group-key.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { locate, rewardVectorAt, similarityAt } from '../../frame/lookup.ts'
import {
  alignedBy,
  marginChangeBetween,
  preferenceOf,
  regimeBetween,
  shiftBetween,
} from '../../metrics/pair.ts'
import { ORIGINAL } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { TEXT } from '../cost.ts'
import type { EntryKey } from '../loaders/entry-texts.ts'
import { inParts } from '../loaders/in-parts.ts'
import { AttributeValueType, attributesAt } from './attribute.ts'
import { EntryType } from './entry.ts'
import { PreferenceEnum, RegimeEnum } from './enums.ts'
import { RewardShiftType } from './reward.ts'
import { type Rewrite, RewriteType } from './rewrite.ts'

type PairRow = {
  datasetId: number
  rowId: number
  pairId: string | null
  subset: string | null
  prompt: string
  tie: boolean
}

/** What a pair is loaded by, all of one tick in one statement. */
export const pairKey = (datasetId: number, rowId: number): string => `${datasetId}:${rowId}`

const loadPairs = async (keys: string[], { prisma, signal }: Context): Promise<(PairRow | null)[]> => {
  const parsed = keys.map((key) => key.split(':').map(Number))
  const known = parsed.filter(([datasetId, rowId]) => Number.isInteger(datasetId) && Number.isInteger(rowId))
  const datasetIds = [...new Set(known.map(([datasetId]) => datasetId))]
  const byKey = new Map<string, PairRow>()
  for (const datasetId of datasetIds) {
    const rowIds = known.filter(([id]) => id === datasetId).map(([, rowId]) => rowId)
    const rows = await inParts(rowIds, signal, (part) =>
      prisma.pair.findMany({ where: { datasetId, rowId: { in: part } } }),
    )
    for (const row of rows) byKey.set(pairKey(datasetId, row.rowId), row)
  }
  return keys.map((key) => byKey.get(key) ?? null)
}

const located = async ({ datasetId, rowId }: PairRow, context: Context) => {
  const frame = await context.frameOf(datasetId, rowId)
  return { frame, at: locate(frame, rowId, ORIGINAL) }
}

/** What a pair is grouped by, as clients read it; null: the revision has no such pair. */
export const promptOf = async (pair: PairRow, context: Context): Promise<string | null> => {
  const { frame, at } = await located(pair, context)
  return at && groupName(frame.promptKeys[frame.prompt[at.row]])
}

type Vector = ReturnType<typeof rewardVectorAt>

/** Resolves what lies between the rewards of two models, named or the dataset's own. */
const between =
  <T>(compare: (pre: Vector, post: Vector) => T | null) =>
  async (pair: PairRow, models: { pre?: string | null; post?: string | null }, context: Context) => {
    const { frame, at } = await located(pair, context)
    const { pre, post } = subjectOf(frame, models)
    return at && compare(rewardVectorAt(at, pre), rewardVectorAt(at, post))
  }

const modelArgs = builder.args((t) => ({
  pre: t.string({ description: "Name of a model; left out: the dataset's own pre model." }),
  post: t.string({ description: "Name of a model; left out: the dataset's own post model." }),
}))

const entry = ({ datasetId, rowId, prompt }: PairRow, side: Side): EntryKey => ({
  datasetId,
  rowId,
  variantId: ORIGINAL,
  side,
  prompt,
})

export const PairType = builder.loadableNode('Pair', {
  description: 'Two entries that a human compared.',
  id: { resolve: ({ datasetId, rowId }: PairRow) => pairKey(datasetId, rowId) },
  load: loadPairs,
  fields: (t) => ({
    rowId: t.exposeInt('rowId', {
      description: 'Its number in the dataset: the row that it came in, counted from 0.',
    }),
    pairId: t.exposeString('pairId', {
      nullable: true,
      description: 'Its id where it comes from, if it was brought in with one.',
    }),
    subset: t.exposeString('subset', {
      description: 'The part of the dataset that it came with; null where it came with none.',
      nullable: true,
    }),
    prompt: t.string({
      description: 'The text that both entries share, up to the last assistant turn.',
      extensions: { cost: TEXT },
      resolve: ({ prompt }, _, { spend }) => {
        spend(prompt.length)
        return prompt
      },
    }),
    group: t.string({
      description: 'What it is grouped by: pairs of one prompt have the same.',
      resolve: async (pair, _, context) => (await promptOf(pair, context)) ?? groupName(0n),
    }),
    tie: t.exposeBoolean('tie', {
      description:
        'The human had no preference: it counts in no alignment, and nowhere as chosen or rejected.',
    }),
    attributes: t.field({
      description: 'What came with the pair, then with both entries, besides their texts.',
      type: [AttributeValueType],
      resolve: async (pair, _, context) => {
        const { frame, at } = await located(pair, context)
        if (!at) return []
        return [
          ...attributesAt(frame, at.row, 'PAIR', [null]),
          ...attributesAt(frame, at.row, 'ENTRY', SIDES),
        ]
      },
    }),
    chosen: t.field({
      description: 'The entry that the human preferred.',
      type: EntryType,
      resolve: (pair) => entry(pair, 'CHOSEN'),
    }),
    rejected: t.field({
      description: 'The other one.',
      type: EntryType,
      resolve: (pair) => entry(pair, 'REJECTED'),
    }),
    rewrites: t.field({
      description: 'What rewriters made of it, both entries each.',
      type: [RewriteType],
      resolve: async ({ datasetId, rowId }, _, context) => {
        const frame = await context.frameOf(datasetId, rowId)
        return frame.rewritten.flatMap(({ variantId, similarity }): Rewrite[] => {
          const at = locate(frame, rowId, variantId)
          return at ? [{ datasetId, rowId, variantId, similarity: similarityAt(similarity, at.row) }] : []
        })
      },
    }),
    rewardShift: t.field({
      type: RewardShiftType,
      nullable: true,
      description: `What training did to the pair's two rewards: the signed angle from the pre to the post reward vector. Null when a reward is missing or a reward vector has no length. ${DEPENDS_ON_ZERO}`,
      args: modelArgs,
      resolve: between(shiftBetween),
    }),
    marginChange: t.float({
      nullable: true,
      description: `The post model's margin (chosen minus rejected reward) less the pre model's. Null when a reward is missing, or it is beyond the range of numbers. ${DEPENDS_ON_SCALE}`,
      args: modelArgs,
      resolve: between(marginChangeBetween),
    }),
    alignmentRegime: t.field({
      description: 'What training did to it; null when a reward is missing, and of ties.',
      type: RegimeEnum,
      nullable: true,
      args: modelArgs,
      resolve: (pair, models, context) => (pair.tie ? null : between(regimeBetween)(pair, models, context)),
    }),
    aligned: t.boolean({
      nullable: true,
      description:
        "Whether the model's reward for the chosen entry is strictly greater; left out: the dataset's own post model. Null when a reward is missing, and of ties.",
      args: {
        model: t.arg.string({
          description:
            "Name of the model; an unknown one is NOT_FOUND, which lists those that there are. Left out: the dataset's own post model.",
        }),
      },
      resolve: async (pair, { model }, context) => {
        const { frame, at } = await located(pair, context)
        const index = modelIndex(frame, model, frame.defaults.post)
        return at && !pair.tie ? alignedBy(rewardVectorAt(at, index)) : null
      },
    }),
    preference: t.field({
      description:
        "The labeler's; null when a label that it takes is missing, of ties, or where the dataset has no target feature.",
      type: PreferenceEnum,
      nullable: true,
      args: { labeler: t.arg.string({ description: "Its name; left out: the dataset's own labeler." }) },
      resolve: async (pair, { labeler }, context) => {
        const { frame, at } = await located(pair, context)
        const subject = subjectOf(frame, { labeler })
        return at && !pair.tie ? preferenceOf(at, subject.labeler) : null
      },
    }),
  }),
})

/** The pair that something leads to. @throws SealError with the code NOT_FOUND where it was deleted meanwhile */
export const pairAt = async (
  { datasetId, rowId }: { datasetId: number; rowId: number },
  context: Context,
): Promise<PairRow> => {
  const pair = await PairType.getDataloader(context).load(pairKey(datasetId, rowId))
  if (pair) return pair
  throw new SealError('NOT_FOUND', `pair ${rowId} was deleted while it was asked for`)
}
