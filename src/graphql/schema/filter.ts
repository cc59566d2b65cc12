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
  fields: (t) => ({ gte: t.int(), lte: t.int() }),
})

const FloatRange = builder.inputType('FloatRange', {
  description:
    'Both ends belong to the range; an end left out is open. INVALID_INPUT where `gte` is above `lte`.',
  fields: (t) => ({ gte: t.float(), lte: t.float() }),
})

const FeatureFilter = builder.inputType('FeatureFilter', {
  fields: (t) => ({
    name: t.string({ required: true, description: "The feature's name, or an ending of it that is unique." }),
    scope: t.field({ type: FeatureScopeEnum, required: true, defaultValue: 'EITHER' }),
    values: t.intList({ required: true, defaultValue: [1] }),
  }),
})

const RewardFilter = builder.inputType('RewardFilter', {
  fields: (t) => ({
    stage: t.field({ type: StageEnum, required: true }),
    side: t.field({ type: SideEnum, required: true }),
    gte: t.float(),
    lte: t.float(),
  }),
})

const MarginFilter = builder.inputType('MarginFilter', {
  fields: (t) => ({ stage: t.field({ type: StageEnum, required: true }), gte: t.float(), lte: t.float() }),
})

export const PairFilterInput = builder.inputRef<PairFilter>('PairFilter').implement({
  description:
    "All given conditions must hold. In `audit`, rewards and labels mean those of the audit's own models and labeler.",
  fields: (t) => ({
    and: t.field({ type: [PairFilterInput] }),
    or: t.field({ type: [PairFilterInput], description: 'At least one of these; none of an empty list.' }),
    not: t.field({ type: PairFilterInput }),
    rowId: t.field({ type: IntRange }),
    pairId: t.stringList({
      description: 'The pair has one of these ids of its own; all of them must be known.',
    }),
    subset: t.stringList(),
    regime: t.field({ type: [RegimeEnum] }),
    preference: t.field({ type: [PreferenceEnum] }),
    topic: t.stringList({ description: 'The pair has at least one of these topics (on either entry).' }),
    discrimination: t.stringList({
      description: 'The pair has at least one of these types of discrimination (on either entry).',
    }),
    feature: t.field({ type: FeatureFilter }),
    reward: t.field({ type: RewardFilter }),
    margin: t.field({ type: MarginFilter, description: 'chosen minus rejected reward' }),
    rewardShift: t.field({ type: FloatRange, description: 'degrees' }),
    text: t.string({ description: "Case-insensitive substring of either entry's text." }),
    rewritten: t.boolean(),
  }),
})

export const PairOrderInput = builder.inputType('PairOrder', {
  fields: (t) => ({
    by: t.field({ type: PairOrderFieldEnum, required: true }),
    direction: t.field({ type: SortDirectionEnum, required: true, defaultValue: 'ASC' }),
  }),
})
