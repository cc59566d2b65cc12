import { bitFields } from '../../domain/label-bits.ts'
import type { SIDES } from '../../domain/side.ts'
import {
  type BySide,
  bytesOf,
  type EntryColumns,
  type Frame,
  type LabelColumns,
  type ListColumn,
} from '../../frame/frame.ts'
import { remembering } from '../../frame/remembered.ts'
import { taken } from '../taken.ts'
import { type Index, keyOf, type NumberTerm, type Version } from '../terms.ts'
import { codesOf } from './codes.ts'
import { numbersOf } from './numbers.ts'
import type { Space } from './space.ts'

/** Of all that is made of columns together: what was asked for last. */
const KEPT_BYTES = 128 * 2 ** 20
const once = remembering<object>(KEPT_BYTES, (made) =>
  ArrayBuffer.isView(made) ? made.byteLength : bytesOf(made),
)

/** Of each frame, and of what each rewriter made of it: a term's column is computed once for all slices. */
const numbersOnce = once((space: Space, key: string) => numbersOf(space, JSON.parse(key)))
const codesOnce = once((space: Space, key: string) => codesOf(space, JSON.parse(key)))

/** A column that the frame has itself: there is nothing to remember. */
const atHand = (space: Space, term: NumberTerm): Float64Array | undefined => {
  if (term.number === 'REWARD') return space.rewards(term.model, term.version)?.[term.side]
  return term.number === 'SIMILARITY' && term.side !== 'MEAN' ? space.similarity?.[term.side] : undefined
}

const spaceOf = (parts: Omit<Space, 'fields' | 'length' | 'numbers' | 'codes'>): Space => {
  const space: Space = {
    ...parts,
    fields: bitFields(parts.frame.taxonomy.features),
    length: parts.rowIds.length,
    numbers: (term) => atHand(space, term) ?? (numbersOnce(space, keyOf(term)) as Float64Array),
    codes: (term) => codesOnce(space, keyOf(term)) as Int8Array,
  }
  return space
}

const original = (columns: EntryColumns, version: Version) => {
  if (version === 'ORIGINAL') return columns
  throw new Error('a term of rewritten entries, of pairs that are not those of a rewriter')
}

const spaces = new WeakMap<Frame, Space>()

export const spaceOfFrame = (frame: Frame): Space => {
  const known = spaces.get(frame)
  if (known) return known
  const space = spaceOf({
    frame,
    rowIds: frame.rowIds,
    subset: frame.subset,
    prompt: frame.prompt,
    positions: null,
    similarity: null,
    rewards: (model, version) => original(frame.original, version).rewards[model] ?? null,
    labels: ({ labeler, version }) => original(frame.original, version).labels[labeler] ?? null,
    measures: (measure, version) => original(frame.original, version).measures[measure] ?? null,
  })
  spaces.set(frame, space)
  return space
}

const listsTaken = ({ offsets, codes }: ListColumn, positions: Int32Array): ListColumn => {
  const lists = Array.from(positions, (at) => codes.subarray(offsets[at], offsets[at + 1]))
  const ends = new Uint32Array(positions.length + 1)
  lists.forEach(({ length }, row) => {
    ends[row + 1] = ends[row] + length
  })
  const all = new Uint32Array(ends[lists.length])
  lists.forEach((list, row) => {
    all.set(list, ends[row])
  })
  return { offsets: ends, codes: all }
}

const labelsTaken = (labels: LabelColumns, positions: Int32Array): LabelColumns => {
  const words = ([a, b]: LabelColumns['known']) => [taken(a, positions), taken(b, positions)] as const
  return {
    features: words(labels.features),
    known: words(labels.known),
    topics: listsTaken(labels.topics, positions),
    discriminations: listsTaken(labels.discriminations, positions),
  }
}

const bySide = <T>(of: (side: (typeof SIDES)[number]) => T): BySide<T> => ({
  CHOSEN: of('CHOSEN'),
  REJECTED: of('REJECTED'),
})

/** What pairs that were rewritten had before, by the model's or the labeler's index. */
const rewardsOnce = once(({ frame, positions }: Space, model: Index) => {
  const all = frame.original.rewards[model] as BySide<Float64Array>
  return bySide((side) => taken(all[side], positions as Int32Array))
})
const measuresOnce = once(({ frame, positions }: Space, measure: Index) => {
  const all = frame.original.measures[measure] as BySide<Float64Array>
  return bySide((side) => taken(all[side], positions as Int32Array))
})
const labelsOnce = once(({ frame, positions }: Space, labeler: Index) => {
  const all = frame.original.labels[labeler] as BySide<LabelColumns>
  return bySide((side) => labelsTaken(all[side], positions as Int32Array))
})

const rewrittenSpaces = new WeakMap<Frame, Map<Index, Space>>()

/** Row k is the k-th pair that a rewriter (its index) rewrote. */
export const spaceOfRewriter = (frame: Frame, rewriter: Index): Space => {
  const all = rewrittenSpaces.get(frame) ?? new Map<Index, Space>()
  rewrittenSpaces.set(frame, all)
  const known = all.get(rewriter)
  if (known) return known
  const columns = frame.rewritten[rewriter]
  const { positions, similarity } = columns
  const space = spaceOf({
    frame,
    rowIds: taken(frame.rowIds, positions),
    subset: taken(frame.subset, positions),
    prompt: taken(frame.prompt, positions),
    positions,
    similarity,
    rewards: (model, version) => {
      if (version === 'REWRITTEN') return columns.rewards[model] ?? null
      return frame.original.rewards[model] ? (rewardsOnce(space, model) as BySide<Float64Array>) : null
    },
    labels: ({ labeler, version }) => {
      if (version === 'REWRITTEN') return columns.labels[labeler] ?? null
      return frame.original.labels[labeler] ? (labelsOnce(space, labeler) as BySide<LabelColumns>) : null
    },
    measures: (measure, version) => {
      if (version === 'REWRITTEN') return columns.measures[measure] ?? null
      return frame.original.measures[measure] ? (measuresOnce(space, measure) as BySide<Float64Array>) : null
    },
  })
  all.set(rewriter, space)
  return space
}
