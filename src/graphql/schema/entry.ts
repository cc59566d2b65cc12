import { labelerIndex, modelIndex } from '../../audit/subject.ts'
import { type Conversation, responseOf } from '../../domain/conversation.ts'
import { SIDES } from '../../domain/side.ts'
import type { Frame } from '../../frame/frame.ts'
import { type Located, labelAt, locate, measureAt, rewardAt } from '../../frame/lookup.ts'
import { ORIGINAL } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { TEXT } from '../cost.ts'
import type { EntryKey } from '../loaders/entry-texts.ts'
import { AttributeValueType, attributesAt } from './attribute.ts'
import { SideEnum, StageEnum } from './enums.ts'
import { MeasureType } from './feature.ts'
import { type Label, LabelType } from './label.ts'
import { type Reward, RewardType } from './reward.ts'

type Found = { frame: Frame; at: Located | null }

/** A page has hundreds of entries: what need not wait doesn't. */
const located = <T>(
  { datasetId, rowId, variantId }: EntryKey,
  context: Context,
  then: (found: Found) => T,
) => {
  const find = (frame: Frame) => then({ frame, at: locate(frame, rowId, variantId) })
  const frame = context.frameOf(datasetId, rowId)
  return frame instanceof Promise ? frame.then(find) : find(frame)
}

const rewardOf = (entry: EntryKey, { frame, at }: Found, model: number): Reward | null => {
  const score = at && rewardAt(at, model, entry.side)
  return score === null ? null : { entry, modelId: frame.models[model].id, score }
}

const labelOf = (entry: EntryKey, { frame, at }: Found, labeler: number): Label | null => {
  const label = at && labelAt(at, labeler, entry.side)
  return label && { ...label, entry, frame, labelerId: frame.labelers[labeler].id }
}

/** What there is of all of them. */
const every = <T>(of: readonly unknown[], find: (index: number) => T | null): T[] =>
  of.flatMap((_, index) => find(index) ?? [])

const conversationOf = async (entry: EntryKey, context: Context): Promise<Conversation> => {
  const conversation = await context.texts.load(entry)
  if (conversation === null) throw new Error(`entry ${JSON.stringify(entry)} has no text`)
  return conversation
}

/** As a field of the answer. */
const written = (text: string, { spend }: Context): string => {
  spend(text.length)
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
  description: 'One side of a pair: a conversation up to its last assistant turn, or a rewriting of it.',
  id: {
    resolve: ({ datasetId, rowId, variantId, side }) => `${datasetId}:${rowId}:${variantId}:${side}`,
  },
  loadOne: async (id, context) => {
    const key = parseId(id)
    return key && (await context.texts.load(key)) !== null ? key : null
  },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'variantId' in value && 'side' in value,
  fields: (t) => ({
    side: t.expose('side', { description: 'Whether the human chose it.', type: SideEnum }),
    text: t.string({
      description: 'The whole conversation, as it was brought in.',
      extensions: { cost: TEXT },
      resolve: async (entry, _, context) => written((await conversationOf(entry, context)).text, context),
    }),
    response: t.string({
      description: 'The last assistant turn.',
      extensions: { cost: TEXT },
      resolve: async (entry, _, context) => {
        const { text, answerAt } = await conversationOf(entry, context)
        return written(responseOf(text, answerAt), context)
      },
    }),
    attributes: t.field({
      description: 'What came with it besides its text; nothing of a rewriting.',
      type: [AttributeValueType],
      resolve: (entry, _, context) =>
        located(entry, context, ({ frame, at }) =>
          at && entry.variantId === ORIGINAL ? attributesAt(frame, at.row, 'ENTRY', [entry.side]) : [],
        ),
    }),
    measures: t.field({
      description: 'Numbers of the text itself and other measures, in the order of Dataset.features.',
      type: [MeasureType],
      resolve: (entry, _, context) =>
        located(entry, context, ({ frame, at }) =>
          every(frame.measures, (measure) => {
            const value = at && measureAt(at, measure, entry.side)
            return value === null ? null : { feature: frame.measures[measure], value }
          }),
        ),
    }),
    rewards: t.field({
      description: 'What all models that scored it gave it.',
      type: [RewardType],
      resolve: (entry, _, context) =>
        located(entry, context, (found) =>
          every(found.frame.models, (model) => rewardOf(entry, found, model)),
        ),
    }),
    reward: t.field({
      description:
        "What one model gave the entry: the one that is named, else the dataset's own post model or, by `stage`, its pre model. Null where that model has not scored the entry, or there is none.",
      type: RewardType,
      nullable: true,
      args: {
        model: t.arg.string({
          description:
            'Name of a model; an unknown one is NOT_FOUND, which lists those that there are. Left out: as `stage` says.',
        }),
        stage: t.arg({
          type: StageEnum,
          required: true,
          defaultValue: 'POST',
          description: "Which of the dataset's own models, where `model` names none.",
        }),
      },
      resolve: (entry, { model, stage }, context) =>
        located(entry, context, (found) => {
          const { pre, post } = found.frame.defaults
          const own = stage === 'PRE' ? pre : post
          return rewardOf(entry, found, modelIndex(found.frame, model, own))
        }),
    }),
    labels: t.field({
      description: 'What all labelers that labeled it said of it.',
      type: [LabelType],
      resolve: (entry, _, context) =>
        located(entry, context, (found) =>
          every(found.frame.labelers, (labeler) => labelOf(entry, found, labeler)),
        ),
    }),
    label: t.field({
      type: LabelType,
      nullable: true,
      description:
        "What one labeler said of the entry; null where that labeler has not labeled it. Left out: the dataset's own labeler.",
      args: {
        labeler: t.arg.string({
          description: 'Name of the labeler; an unknown one is NOT_FOUND, which lists those that there are.',
        }),
      },
      resolve: (entry, { labeler }, context) =>
        located(entry, context, (found) =>
          labelOf(entry, found, labelerIndex(found.frame, labeler, found.frame.defaults.labeler)),
        ),
    }),
  }),
})
