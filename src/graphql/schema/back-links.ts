import { ORIGINAL } from '../../store/catalog.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { AuditRef } from './audit.ts'
import { DatasetType } from './dataset.ts'
import { EntryType } from './entry.ts'
import { LabelType } from './label.ts'
import { NamedSliceType } from './named-slice.ts'
import { PairType, pairAt } from './pair.ts'
import { RewardType } from './reward.ts'
import { RewriteType } from './rewrite.ts'
import { RunType } from './run.ts'
import { LabelerType, RewardModelType, RewriterType } from './sources.ts'

// From what a dataset has back to it: whoever has something by its id, or in a fragment, needs no other request.

const datasetOf = ({ datasetId }: { datasetId: number }, _: object, { datasets }: Context) =>
  datasets.load(datasetId)

builder.objectField(AuditRef, 'dataset', (t) =>
  t.field({ description: 'The dataset that is audited.', type: DatasetType, resolve: datasetOf }),
)
builder.objectField(PairType, 'dataset', (t) =>
  t.field({ description: 'The dataset that the pair is in.', type: DatasetType, resolve: datasetOf }),
)
builder.objectField(NamedSliceType, 'dataset', (t) =>
  t.field({ description: 'The dataset whose pairs it selects.', type: DatasetType, resolve: datasetOf }),
)
builder.prismaObjectField(RunType, 'dataset', (t) =>
  t.field({ description: 'The dataset that it changed.', type: DatasetType, resolve: datasetOf }),
)
builder.prismaObjectField(RewardModelType, 'dataset', (t) =>
  t.field({
    description: 'The dataset whose entries it scored.',
    type: DatasetType,
    resolve: datasetOf,
  }),
)
builder.prismaObjectField(LabelerType, 'dataset', (t) =>
  t.field({ description: 'The dataset whose entries it labeled.', type: DatasetType, resolve: datasetOf }),
)
builder.prismaObjectField(RewriterType, 'dataset', (t) =>
  t.field({ description: 'The dataset whose pairs it rewrote.', type: DatasetType, resolve: datasetOf }),
)

builder.objectFields(EntryType, (t) => ({
  pair: t.field({
    description: 'The pair that it is one side of; of a rewriting the pair that was rewritten.',
    type: PairType,
    resolve: (entry, _, context) => pairAt(entry, context),
  }),
  rewriter: t.field({
    description: 'Who rewrote it; null: nobody, it is the text as it was brought in.',
    type: RewriterType,
    nullable: true,
    resolve: async ({ datasetId, variantId }, _, context) =>
      variantId === ORIGINAL ? null : (await context.view(datasetId)).sources.variants.get(variantId),
  }),
}))
builder.objectField(RewriteType, 'pair', (t) =>
  t.field({
    description: 'The pair that was rewritten.',
    type: PairType,
    resolve: (rewrite, _, context) => pairAt(rewrite, context),
  }),
)
builder.objectField(RewardType, 'entry', (t) =>
  t.field({ description: 'The entry that was scored.', type: EntryType, resolve: ({ entry }) => entry }),
)
builder.objectField(LabelType, 'entry', (t) =>
  t.field({ description: 'The entry that was labeled.', type: EntryType, resolve: ({ entry }) => entry }),
)
