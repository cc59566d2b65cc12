import { responseOf } from '../../domain/conversation.ts'
import { SIDES } from '../../domain/side.ts'
import { labelAt, locate, rewardAt } from '../../frame/lookup.ts'
import { labelerIndex, modelIndex } from '../../frame/subject.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import type { EntryKey } from '../loaders/entry-texts.ts'
import { SideEnum } from './enums.ts'
import { type Label, LabelType } from './label.ts'
import { type Reward, RewardType } from './reward.ts'

const located = async ({ datasetId, rowId, variantId }: EntryKey, context: Context) => {
  const frame = await context.frameOf(datasetId, rowId)
  return { frame, at: locate(frame, rowId, variantId) }
}

const rewardOf = async (entry: EntryKey, context: Context, name?: string): Promise<Reward[]> => {
  const { frame, at } = await located(entry, context)
  const models = name === undefined ? [...frame.models.keys()] : [modelIndex(frame, name, -1)]
  return models.flatMap((model) => {
    const score = at && rewardAt(at, model, entry.side)
    return score === null ? [] : [{ datasetId: entry.datasetId, modelId: frame.models[model].id, score }]
  })
}

const labelOf = async (entry: EntryKey, context: Context, labelers?: (frame: Label['frame']) => number[]) => {
  const { frame, at } = await located(entry, context)
  return (labelers?.(frame) ?? [...frame.labelers.keys()]).flatMap((labeler): Label[] => {
    const label = at && labelAt(at, labeler, entry.side)
    return label ? [{ ...label, frame, labelerId: frame.labelers[labeler].id }] : []
  })
}

const textOf = async (entry: EntryKey, context: Context): Promise<string> => {
  const text = await context.texts.load(entry)
  if (text === null) throw new Error(`entry ${JSON.stringify(entry)} has no text`)
  return text
}

const parseId = (id: string): EntryKey | null => {
  const [datasetId, rowId, variantId, name] = id.split(':')
  const side = SIDES.find((known) => known === name)
  const numbers = [datasetId, rowId, variantId].map(Number)
  if (!side || !numbers.every(Number.isInteger)) return null
  return { datasetId: numbers[0], rowId: numbers[1], variantId: numbers[2], side }
}

const EntryRef = builder.objectRef<EntryKey>('Entry')

export const EntryType = builder.node(EntryRef, {
  id: {
    resolve: ({ datasetId, rowId, variantId, side }) => `${datasetId}:${rowId}:${variantId}:${side}`,
  },
  loadOne: async (id, context) => {
    const key = parseId(id)
    return key && (await context.texts.load(key)) !== null ? key : null
  },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'variantId' in value && 'side' in value,
  fields: (t) => ({
    side: t.expose('side', { type: SideEnum }),
    text: t.string({ resolve: (entry, _, context) => textOf(entry, context) }),
    response: t.string({
      description: 'The last assistant turn.',
      resolve: async (entry, _, context) => responseOf(await textOf(entry, context)),
    }),
    rewards: t.field({ type: [RewardType], resolve: (entry, _, context) => rewardOf(entry, context) }),
    reward: t.field({
      type: RewardType,
      nullable: true,
      args: { model: t.arg.string({ required: true }) },
      resolve: async (entry, { model }, context) => (await rewardOf(entry, context, model)).at(0),
    }),
    labels: t.field({ type: [LabelType], resolve: (entry, _, context) => labelOf(entry, context) }),
    label: t.field({
      type: LabelType,
      nullable: true,
      description: "Left out: the dataset's first labeler.",
      args: { labeler: t.arg.string() },
      resolve: async (entry, { labeler }, context) => {
        const one = (frame: Label['frame']) => [labelerIndex(frame, labeler, frame.defaults.labeler)]
        return (await labelOf(entry, context, one)).at(0)
      },
    }),
  }),
})
