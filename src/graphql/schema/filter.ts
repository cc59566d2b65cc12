import type { PairFilter } from '../../domain/pair-filter.ts'
import { builder } from '../builder.ts'
import {
  FeatureScopeEnum,
  PairOrderFieldEnum,
  PreferenceEnum,
  RegimeEnum,
  SideEnum,
  SortDirectionEnum,
  StageEnum,
} from './enums.ts'

const IntRange = builder.inputType('IntRange', {
  description:
    'Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`.',
  fields: (t) => ({
    gte: t.int({ description: 'At least; null: whatever.' }),
    lte: t.int({ description: 'At most; null: whatever.' }),
  }),
})

const FloatRange = builder.inputType('FloatRange', {
  description:
    'Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`.',
  fields: (t) => ({
    gte: t.float({ description: 'At least; null: whatever.' }),
    lte: t.float({ description: 'At most; null: whatever.' }),
  }),
})

const FeatureFilter = builder.inputType('FeatureFilter', {
  description: 'The pair has one of some values of a feature. Where the value is unknown it has none.',
  fields: (t) => ({
    name: t.string({ required: true, description: "The feature's name, or an ending of it (see Feature)." }),
    scope: t.field({
      description: 'On which entries.',
      type: FeatureScopeEnum,
      required: true,
      defaultValue: 'EITHER',
    }),
    values: t.intList({
      description: 'At least one of these: 0, 1; of a TERNARY feature also -1. Others are INVALID_INPUT.',
      required: true,
      defaultValue: [1],
    }),
  }),
})

const RewardFilter = builder.inputType('RewardFilter', {
  description: "One entry's reward, in the model's units, is within a range. A missing reward is in none.",
  fields: (t) => ({
    stage: t.field({
      description: "PRE or POST: which of the audit's two models.",
      type: StageEnum,
      required: true,
    }),
    side: t.field({ description: 'Of the chosen or of the rejected entry.', type: SideEnum, required: true }),
    gte: t.float({ description: 'At least; null: whatever.' }),
    lte: t.float({ description: 'At most; null: whatever.' }),
  }),
})

const MarginFilter = builder.inputType('MarginFilter', {
  description:
    'Chosen minus rejected reward is within a range. Where either is missing, or the difference is beyond the range of numbers, there is no margin, and it is in none.',
  fields: (t) => ({
    stage: t.field({
      description: "PRE or POST: which of the audit's two models.",
      type: StageEnum,
      required: true,
    }),
    gte: t.float({ description: 'At least; null: whatever.' }),
    lte: t.float({ description: 'At most; null: whatever.' }),
  }),
})

export const PairFilterInput = builder.inputRef<PairFilter>('PairFilter').implement({
  description:
    "All given conditions must hold. In `audit`, rewards and labels mean those of the audit's own models and labeler.",
  fields: (t) => ({
    and: t.field({ description: 'All of these, too.', type: [PairFilterInput] }),
    or: t.field({ type: [PairFilterInput], description: 'At least one of these; none of an empty list.' }),
    not: t.field({ description: 'Does not match this.', type: PairFilterInput }),
    rowId: t.field({ description: 'Its row id is in this range.', type: IntRange }),
    pairId: t.stringList({
      description: 'The pair has one of these ids of its own; all of them must be known.',
    }),
    subset: t.stringList({
      description: 'It came with one of these subsets. One that the dataset does not have is NOT_FOUND.',
    }),
    regime: t.field({
      description: 'Training did one of these to it. A pair that both models have not scored is in none.',
      type: [RegimeEnum],
    }),
    preference: t.field({
      description: "The labeler's is one of these. A pair without the labels that it takes has none.",
      type: [PreferenceEnum],
    }),
    topic: t.stringList({
      description:
        'The pair has at least one of these topics (on either entry). One that neither the taxonomy nor a label has is NOT_FOUND.',
    }),
    discrimination: t.stringList({
      description:
        'The pair has at least one of these types of discrimination (on either entry). One that neither the taxonomy nor a label has is NOT_FOUND.',
    }),
    feature: t.field({
      description: 'One of its entries, or both, have a value of a feature.',
      type: FeatureFilter,
    }),
    reward: t.field({ description: "One entry's reward is in a range.", type: RewardFilter }),
    margin: t.field({ type: MarginFilter, description: 'Chosen minus rejected reward is in a range.' }),
    rewardShift: t.field({
      type: FloatRange,
      description:
        'The angle from the pre to the post reward vector, in degrees in (-180, 180], is in a range. Where a reward is missing or a vector has no length there is no angle, and it is in none.',
    }),
    text: t.string({ description: "Case-insensitive substring of either entry's text." }),
    rewritten: t.boolean({ description: 'Some rewriter rewrote it, or none did.' }),
  }),
})

export const PairOrderInput = builder.inputType('PairOrder', {
  description: 'What pairs are sorted by, and which way. Equal values are in the order of row ids.',
  fields: (t) => ({
    by: t.field({ description: 'What to sort by.', type: PairOrderFieldEnum, required: true }),
    direction: t.field({
      description: 'Which way.',
      type: SortDirectionEnum,
      required: true,
      defaultValue: 'ASC',
    }),
  }),
})
