import type { Part } from '../../metrics/breakdown.ts'
import type { SliceBy } from '../../metrics/slices.ts'
import { type Audit, ask, narrowed } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { type Cost, METRIC } from '../cost.ts'
import { AuditRef } from './audit.ts'
import { DimensionEnum, FeatureScopeEnum } from './enums.ts'

export const SliceType = builder.objectRef<Part & { audit: Audit }>('Slice').implement({
  description:
    'The pairs of an audit that have one value of what it is cut by. A pair with several topics, or in several named slices, is in several.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'The value as a text; of a bin of numbers its ends, such as "1 to 3".',
    }),
    pairs: t.exposeInt('pairs', { description: 'How many pairs have it.' }),
    where: t.string({
      description: 'What selects them, as a PairFilter in JSON.',
      resolve: ({ where }) => JSON.stringify(where),
    }),
    audit: t.expose('audit', { description: 'The audit of these pairs alone.', type: AuditRef }),
  }),
})

export const SliceByInput = builder.inputRef<SliceBy>('SliceBy').implement({
  description:
    'One of dimension, attribute, feature and measure. Numbers are cut into bins of equal counts; equal ones are in one bin, so that there may be fewer.',
  fields: (t) => ({
    dimension: t.field({ type: DimensionEnum, description: 'What every dataset can have.' }),
    attribute: t.string({ description: 'The name of what came with the pairs (see Dataset.attributes).' }),
    feature: t.string({ description: "A feature's name, or an ending of it (see Feature)." }),
    scope: t.field({
      type: FeatureScopeEnum,
      required: true,
      defaultValue: 'CHOSEN',
      description: 'On which entries; of numbers of entries CHOSEN or REJECTED.',
    }),
    measure: t.string({ description: "A measure's name, such as length_words." }),
    bins: t.int({ required: true, defaultValue: 5, description: 'Of numbers, from 1 to 100.' }),
  }),
})

/** Named slices are selected one by one. */
const CUTTING: Cost = {
  ...METRIC,
  own: ({ by }) => ([by, (by as SliceBy).dimension].includes('SLICE') ? 100 : 1) * METRIC.own({}),
}

const withAudits = (audit: Audit, parts: readonly Part[]) =>
  parts.map((part) => ({ ...part, audit: narrowed(audit, part.where) }))

builder.objectFields(AuditRef, (t) => {
  const first = t.arg.int({
    description: 'The largest so many, from 1 to 1000.',
    required: true,
    defaultValue: 20,
  })
  return {
    breakdown: t.field({
      type: [SliceType],
      nullable: true,
      description:
        'The pairs by their value of a dimension, such as the topic: each value with an audit of its pairs, largest slice first.',
      args: {
        by: t.arg({ description: 'What to break down by.', type: DimensionEnum, required: true }),
        first,
      },
      extensions: { cost: CUTTING },
      resolve: async (audit, args, context) =>
        withAudits(audit, await ask(audit, 'breakdown', args, context)),
    }),
    slices: t.field({
      type: [SliceType],
      nullable: true,
      description:
        'The pairs by their value of anything, such as an attribute: each value with an audit of its pairs, largest slice first; numbers are cut into bins of equal counts, ascending.',
      args: {
        by: t.arg({ description: 'What to cut by.', type: SliceByInput, required: true }),
        first,
      },
      extensions: { cost: CUTTING },
      resolve: async (audit, args, context) => withAudits(audit, await ask(audit, 'slices', args, context)),
    }),
    sliceCount: t.int({
      nullable: true,
      description:
        'How many slices there are, of which `slices`, or `breakdown` by the same dimension, lists the largest.',
      args: { by: t.arg({ description: 'What to cut by.', type: SliceByInput, required: true }) },
      extensions: { cost: CUTTING },
      resolve: (audit, args, context) => ask(audit, 'sliceCount', args, context),
    }),
  }
})
