import { bitFields, encodeLabel, type LabelBits } from '../../src/domain/label-bits.ts'
import type { Measure } from '../../src/domain/measure.ts'
import type { Feature, Taxonomy } from '../../src/domain/taxonomy.ts'
import type { AttributeOutline } from '../../src/frame/attributes.ts'
import type { BySide, EntryColumns, Frame, LabelColumns, ListColumn } from '../../src/frame/frame.ts'

type Both<T> = readonly [chosen: T, rejected: T]
/** Null is a reward that is missing; both missing is the same as none. */
export type PlainRewards = Both<number | null>
/** Values by the feature's whole name; what is left out is unknown. */
export type PlainLabels = { chosen?: Record<string, number>; rejected?: Record<string, number> }

/**
 * What a frame is made of, as one would write it down. Topics and discriminations are the first labeler's,
 * where it has labeled the entry at all (an empty label is one).
 */
export type PlainPair = {
  rowId: number
  /** Pairs of one prompt have the same; left out: its own. */
  group?: number
  subset?: string | null
  tie?: boolean
  /** Attributes: of the pair, and of its entries. */
  source?: string | null
  scores?: PlainRewards
  /** Measures of its entries: of the text, and imported. */
  lengths?: PlainRewards
  ages?: PlainRewards
  pre?: PlainRewards
  post?: PlainRewards
  labels?: PlainLabels
  otherLabels?: PlainLabels
  topics?: Both<readonly string[]>
  discriminations?: Both<readonly string[]>
  rewrite?: {
    pre?: PlainRewards
    post?: PlainRewards
    lengths?: PlainRewards
    ages?: PlainRewards
    labels?: PlainLabels
    similarity?: PlainRewards
  } | null
}

const feature = (name: string, rest: Partial<Feature> = {}): Feature => ({
  name,
  title: name,
  description: '',
  kind: 'BOOLEAN',
  role: 'SPOILER',
  inRegressions: true,
  ...rest,
})

const taxonomyOf = (features: Feature[]): Taxonomy => ({
  features,
  priority: ['is_harmless', 'is_helpful'],
  topics: ['Arts', 'Health'],
  discriminations: ['Age'],
})

/** All in the first word of a label. */
export const TAXONOMY: Taxonomy = taxonomyOf([
  feature('is_helpful', { role: 'TARGET' }),
  feature('is_harmless', { role: 'TARGET' }),
  feature('sentiment', { kind: 'TERNARY' }),
  feature('is_eloquent'),
])

/** The same features over both words: the second target's bit is a word's last, sentiment would straddle. */
export const WIDE_TAXONOMY: Taxonomy = taxonomyOf([
  feature('is_helpful', { role: 'TARGET' }),
  ...Array.from({ length: 29 }, (_, index) => feature(`detail_${index}`, { inRegressions: false })),
  feature('is_harmless', { role: 'TARGET' }),
  feature('sentiment', { kind: 'TERNARY' }),
  feature('is_eloquent'),
])

const codeOf = (names: string[], name: string): number => {
  if (!names.includes(name)) names.push(name)
  return names.indexOf(name)
}

const listColumn = (lists: (readonly string[])[], names: string[]): ListColumn => {
  const offsets = new Uint32Array(lists.length + 1)
  lists.forEach((list, row) => {
    offsets[row + 1] = offsets[row] + list.length
  })
  return { offsets, codes: Uint32Array.from(lists.flat(), (name) => codeOf(names, name)) }
}

const column = (values: (number | null | undefined)[]) =>
  Float64Array.from(values, (value) => value ?? Number.NaN)

const float64Columns = (rewards: (PlainRewards | undefined)[]): BySide<Float64Array> | null => {
  if (!rewards.some((both) => both && (both[0] !== null || both[1] !== null))) return null
  return {
    CHOSEN: column(rewards.map((both) => both?.[0])),
    REJECTED: column(rewards.map((both) => both?.[1])),
  }
}

/** The key of what a pair is grouped by. */
export const groupOf = ({ group, rowId }: PlainPair): bigint => BigInt(group ?? rowId + 1000)

/** What pairs and entries come with; some of the sources are of no pair. */
export const SOURCES = ["it's", '"so"', 'of no pair']
export const ATTRIBUTES: readonly AttributeOutline[] = [
  { id: 0, name: 'source', scope: 'PAIR', kind: 'TEXT' },
  { id: 1, name: 'score', scope: 'ENTRY', kind: 'NUMBER' },
]

/** The last one is of no entry. */
export const MEASURES: readonly Measure[] = (
  [
    ['length', 'TEXT'],
    ['age', 'IMPORTED'],
    ['of_no_entry', 'TEXT'],
  ] as const
).map(([name, source]) => ({ name, title: name, description: '', kind: 'NUMERIC', source }))

const NO_NAMES: Both<readonly string[]> = [[], []]

/** Makes the columns of labels of one taxonomy. */
const labelMaker = (taxonomy: Taxonomy, topicNames: string[], discriminationNames: string[]) => {
  const fields = bitFields(taxonomy.features)
  // A frame of the size of the paper's has few different labels.
  const encoded = new Map<object, LabelBits>()
  const encode = (values: Record<string, number> | undefined): LabelBits => {
    if (!values) return { features: 0n, known: 0n }
    const known = encoded.get(values)
    if (known) return known
    const unknown = Object.keys(values).find((name) => !taxonomy.features.some((one) => one.name === name))
    if (unknown) throw new Error(`the taxonomy of this frame has no ${unknown}`)
    const inOrder = taxonomy.features.map(({ name }) => values[name] ?? null)
    const bits = encodeLabel(fields, inOrder)
    encoded.set(values, bits)
    return bits
  }
  return (
    labels: (PlainLabels | undefined)[],
    topics: Both<readonly string[]>[],
    discriminations: Both<readonly string[]>[],
  ): BySide<LabelColumns> | null => {
    const side = (name: 'chosen' | 'rejected', index: 0 | 1): LabelColumns => {
      const words = labels.map((both) => encode(both?.[name]))
      const ofLabeled = (lists: Both<readonly string[]>[]) =>
        lists.map((both, row) => (labels[row]?.[name] ? both[index] : []))
      const word = (of: (bits: LabelBits) => bigint, shift: bigint) =>
        Uint32Array.from(words, (bits) => Number((of(bits) >> shift) & 0xffffffffn))
      return {
        features: [word(({ features }) => features, 0n), word(({ features }) => features, 32n)],
        known: [word(({ known }) => known, 0n), word(({ known }) => known, 32n)],
        topics: listColumn(ofLabeled(topics), topicNames),
        discriminations: listColumn(ofLabeled(discriminations), discriminationNames),
      }
    }
    if (!labels.some((both) => both?.chosen || both?.rejected)) return null
    return { CHOSEN: side('chosen', 0), REJECTED: side('rejected', 1) }
  }
}

/**
 * A frame of plain pairs, in whatever order, with the models pre and post, the labelers first and second
 * and the rewriter rewriter. A model or labeler that gave nothing has no columns, as when it is loaded.
 */
export const frameOf = (plain: readonly PlainPair[], taxonomy: Taxonomy = TAXONOMY): Frame => {
  const pairs = plain.toSorted((a, b) => a.rowId - b.rowId)
  // What filters can name, whether or not a pair has it.
  const subsets = ['a', 'b', 'of no pair']
  const topics = [...taxonomy.topics, 'of no taxonomy', 'of no pair']
  const discriminations = [...taxonomy.discriminations, 'Gender', 'of no pair']
  const prompts = new Map([...new Set(pairs.map(groupOf))].map((key, code) => [key, code]))
  const labelsOf = labelMaker(taxonomy, topics, discriminations)
  const none = (of: readonly unknown[]) => of.map(() => NO_NAMES)
  const original: EntryColumns = {
    measures: [
      float64Columns(pairs.map(({ lengths }) => lengths)),
      float64Columns(pairs.map(({ ages }) => ages)),
      null,
    ],
    rewards: [float64Columns(pairs.map((pair) => pair.pre)), float64Columns(pairs.map((pair) => pair.post))],
    labels: [
      labelsOf(
        pairs.map((pair) => pair.labels),
        pairs.map((pair) => pair.topics ?? NO_NAMES),
        pairs.map((pair) => pair.discriminations ?? NO_NAMES),
      ),
      labelsOf(
        pairs.map((pair) => pair.otherLabels),
        none(pairs),
        none(pairs),
      ),
    ],
  }
  const positions = Int32Array.from(pairs.keys()).filter((row) => pairs[row].rewrite)
  const rewrites = Array.from(positions, (row) => pairs[row].rewrite!)
  return {
    datasetId: 1,
    revision: 1,
    dataRevision: 1,
    slices: [],
    taxonomy,
    measures: MEASURES,
    models: [
      { id: 1, name: 'pre', stage: 'PRE', series: null, step: null, rewardCount: 0 },
      { id: 2, name: 'post', stage: 'POST', series: null, step: null, rewardCount: 0 },
    ],
    labelers: [
      { id: 1, name: 'first', labelCount: 0 },
      { id: 2, name: 'second', labelCount: 0 },
    ],
    defaults: { pre: 0, post: 1, labeler: 0 },
    rowIds: Int32Array.from(pairs, (pair) => pair.rowId),
    prompt: Int32Array.from(pairs, (pair) => prompts.get(groupOf(pair)) as number),
    promptKeys: BigInt64Array.from(prompts.keys()),
    tieCount: pairs.filter(({ tie }) => tie).length,
    tie: Uint8Array.from(pairs, ({ tie }) => (tie ? 1 : 0)),
    attributes: [
      {
        ...ATTRIBUTES[0],
        columns: [{ codes: Int32Array.from(pairs, ({ source }) => SOURCES.indexOf(source ?? '')) }],
        names: SOURCES,
      },
      {
        ...ATTRIBUTES[1],
        columns: [0, 1].map((side) => ({ numbers: column(pairs.map(({ scores }) => scores?.[side])) })),
        names: [],
      },
    ],
    subset: Int16Array.from(pairs, ({ subset }) =>
      subset === null || subset === undefined ? -1 : codeOf(subsets, subset),
    ),
    subsets,
    topics,
    discriminations,
    original,
    rewritten: [
      {
        variantId: 1,
        rewriter: 'rewriter',
        positions,
        similarity: {
          CHOSEN: column(rewrites.map(({ similarity }) => similarity?.[0])),
          REJECTED: column(rewrites.map(({ similarity }) => similarity?.[1])),
        },
        measures: [
          float64Columns(rewrites.map(({ lengths }) => lengths)),
          float64Columns(rewrites.map(({ ages }) => ages)),
          null,
        ],
        rewards: [
          float64Columns(rewrites.map(({ pre }) => pre)),
          float64Columns(rewrites.map(({ post }) => post)),
        ],
        labels: [
          labelsOf(
            rewrites.map(({ labels }) => labels),
            none(rewrites),
            none(rewrites),
          ),
          null,
        ],
      },
    ],
  }
}
