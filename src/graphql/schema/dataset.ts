import type { GraphQLResolveInfo } from 'graphql'
import type { PairFilter } from '../../audit/pair-filter.ts'
import type { Taxonomy } from '../../domain/taxonomy.ts'
import { measuresOf } from '../../store/dataset-measures.ts'
import { ask, auditOf } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import type { Context, View } from '../context.ts'
import { METRIC, PLAIN } from '../cost.ts'
import { readsColumnsOf } from '../reads-columns.ts'
import { AttributeType } from './attribute.ts'
import { AuditRef } from './audit.ts'
import { FeatureType } from './feature.ts'
import { PairFilterInput, PairOrderInput } from './filter.ts'
import { NamedSliceType } from './named-slice.ts'
import { PairType, pairAt, pairKey } from './pair.ts'
import { cursorOf, pageRequest, ROW_ID_ASCENDING } from './pairs-connection.ts'
import { RunType } from './run.ts'
import { LabelerType, RewardModelType, RewriterType } from './sources.ts'

const filters = ({ where }: { where?: PairFilter | null }) => [where]

/** The dataset as the rest of the answer sees it; null where that is no more than its catalog, or can't be had. */
const viewOf = async (
  { id, name }: { id: number; name: string },
  context: Context,
  info: GraphQLResolveInfo,
): Promise<View | null> => (readsColumnsOf(name, info) ? context.view(id).catch(() => null) : null)

/** Rows that an outline lists, too, by the key that it has of them. */
const ofFrame = <Row, Key extends string>(
  rows: ReadonlyMap<number, Row>,
  listed: readonly Record<Key, number>[],
  key: Key,
): Row[] => listed.flatMap((one) => rows.get(one[key]) ?? [])

export const DatasetType = builder.prismaNode('Dataset', {
  description: 'Preference pairs with what models and labelers say of them.',
  id: { field: 'id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As commands and addresses call it.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'In the words of who brought it; null where there are none.',
    }),
    revision: t.int({
      description:
        'Grows by one with every committed change; the same revision always gives the same answers.',
      select: { name: true, revision: true },
      resolve: async (row, _, context, info) =>
        (await viewOf(row, context, info))?.outline.revision ?? row.revision,
    }),
    pairCount: t.int({
      description: 'How many pairs it has.',
      resolve: async ({ id }, _, context) => (await context.frame(id)).outline.pairCount,
    }),
    promptCount: t.int({
      description: 'Prompts, or whatever the pairs were grouped by when they were brought in.',
      resolve: async ({ id }, _, context) => (await context.frame(id)).outline.promptCount,
    }),
    attributes: t.field({
      description: 'What came with the pairs and entries besides their texts.',
      type: [AttributeType],
      resolve: async ({ id }, _, context) => {
        const { attributes } = (await context.frame(id)).outline
        return attributes.map((attribute) => ({ ...attribute, datasetId: id }))
      },
    }),
    features: t.field({
      description:
        "What its entries are labeled with, in the taxonomy's order, then what they are measured in.",
      type: [FeatureType],
      select: { name: true, taxonomy: true, measures: true },
      resolve: async ({ taxonomy, measures, ...row }, _, context, info) => {
        const view = await viewOf(row, context, info)
        const { features } = view?.outline.taxonomy ?? (taxonomy as unknown as Taxonomy)
        return [...features, ...(view?.outline.measures ?? measuresOf(measures))]
      },
    }),
    rewardModels: t.field({
      description: 'Those that gave it rewards, in the order in which they came.',
      type: [RewardModelType],
      select: (_, __, nested) => ({ name: true, rewardModels: nested({ orderBy: { id: 'asc' } }) }),
      resolve: async ({ rewardModels, ...row }, _, context, info) => {
        const view = await viewOf(row, context, info)
        return view ? ofFrame(view.sources.models, view.outline.models, 'id') : rewardModels
      },
    }),
    labelers: t.field({
      description:
        "Those that labeled its entries, in the order in which they came. Where none is named, the dataset's own is meant: the first, unless setDefaults has said which.",
      type: [LabelerType],
      select: (_, __, nested) => ({ name: true, labelers: nested({ orderBy: { id: 'asc' } }) }),
      resolve: async ({ labelers, ...row }, _, context, info) => {
        const view = await viewOf(row, context, info)
        return view ? ofFrame(view.sources.labelers, view.outline.labelers, 'id') : labelers
      },
    }),
    rewriters: t.field({
      description:
        'Those that rewrote its pairs, in the order in which they came. The first is meant where none is named.',
      type: [RewriterType],
      select: (_, __, nested) => ({
        name: true,
        variants: nested({ where: { rewriter: { not: null } }, orderBy: { id: 'asc' } }),
      }),
      resolve: async ({ variants, ...row }, _, context, info) => {
        const view = await viewOf(row, context, info)
        return view ? ofFrame(view.sources.variants, view.outline.rewriters, 'variantId') : variants
      },
    }),
    namedSlices: t.field({
      description:
        'Filters that have a name, by name: `slice` of a PairFilter means them. Saved by Mutation.saveSlice, npm run dataset -- slice save, or over HTTP at /slices.',
      type: [NamedSliceType],
      resolve: async ({ id }, _, context) => {
        const { slices } = (await context.frame(id)).outline
        return slices.map((slice) => ({ ...slice, datasetId: id }))
      },
    }),
    runs: t.relation('runs', {
      type: RunType,
      description: 'What was done to the dataset, latest first.',
      args: {
        first: t.arg.int({
          description: 'The latest so many, 1000 at most.',
          required: true,
          defaultValue: 20,
        }),
      },
      query: ({ first }) => ({ orderBy: { id: 'desc' }, take: Math.min(Math.max(first, 0), 1000) }),
    }),
    runCount: t.relationCount('runs', { description: 'How many `runs` there are in all.' }),
    pair: t.field({
      description: 'One pair; null where there is none of this row id.',
      type: PairType,
      nullable: true,
      args: { rowId: t.arg.int({ description: 'Its number in the dataset.', required: true }) },
      resolve: ({ id }, { rowId }) => pairKey(id, rowId),
    }),
    pairs: t.connection(
      {
        type: PairType,
        extensions: { cost: { ...METRIC, filters } },
        nullable: true,
        description:
          "Pairs without a value come last under every order. Left out: 20 pairs by row id; the dataset's own models and labeler.",
        args: {
          pre: t.arg.string({ description: 'Name of the model that PRE means in `where` and `orderBy`.' }),
          post: t.arg.string({ description: 'Name of the model that POST means in `where` and `orderBy`.' }),
          labeler: t.arg.string({ description: 'Name of the labeler whose labels `where` means.' }),
          where: t.arg({ description: 'Which pairs. Left out: all.', type: PairFilterInput }),
          orderBy: t.arg({
            description: 'What pairs are sorted by. Left out: by row id.',
            type: PairOrderInput,
          }),
        },
        resolve: async ({ id }, { pre, post, labeler, where, orderBy, ...args }, context) => {
          const order = orderBy ?? ROW_ID_ASCENDING
          const audit = await auditOf(id, { pre, post, labeler, where }, context)
          const page = await ask(audit, 'page', pageRequest(args, order, context.largestPage), context)
          const edges = page.places.map((place) => ({
            // Loaded where it is asked for. A promise, which connections wait for, unlike what their type says.
            get node(): string {
              return pairAt({ datasetId: id, rowId: place.rowId }, context) as never
            },
            cursor: cursorOf(order, place),
          }))
          return {
            audit,
            edges,
            pageInfo: {
              hasNextPage: page.hasNextPage,
              hasPreviousPage: page.hasPreviousPage,
              startCursor: edges.at(0)?.cursor,
              endCursor: edges.at(-1)?.cursor,
            },
          }
        },
      },
      {
        description: 'A page of pairs.',
        fields: (connection) => ({
          totalCount: connection.int({
            description: 'How many pairs match, whatever the page.',
            resolve: ({ audit }, _, context) => ask(audit, 'pairs', {}, context),
          }),
        }),
      },
      { description: 'A pair, and where it stands.' },
    ),
    audit: t.field({
      type: AuditRef,
      extensions: { cost: { ...PLAIN, filters } },
      description:
        "Every metric of the paper, on the pairs that match `where`. Left out: the dataset's own pre model, post model and labeler.",
      args: {
        pre: t.arg.string({
          description: 'Name of the model before training; NOT_FOUND lists those that there are.',
        }),
        post: t.arg.string({
          description: 'Name of the model after training; NOT_FOUND lists those that there are.',
        }),
        labeler: t.arg.string({ description: 'Name of the labeler; NOT_FOUND lists those that there are.' }),
        where: t.arg({ description: 'Which pairs. Left out: all.', type: PairFilterInput }),
      },
      resolve: ({ id }, args, context) => auditOf(id, args, context),
    }),
  }),
})
